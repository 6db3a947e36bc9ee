/** `anthropic/claude-sonnet-4-6`: `claude-sonnet-4-6`. LiteLLM logs models without the provider. */
export function withoutProvider(model: string): string {
  const slash = model.indexOf('/');
  return slash < 0 || slash === model.length - 1 ? model : model.slice(slash + 1);
}

/** An address without what may be secret in it: user and password, query, fragment. */
export function bareAddress(address: string): string {
  return address
    .replace(/[?#].*$/s, '')
    .replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^/]*@/i, '$1')
    .replace(/\/+$/, '');
}
