import { PROVIDERS, type Provider } from '../strategies/lowest-latency/recorded.js';

const ENVIRONMENT = 'os.environ/';

/** Whether LiteLLM takes a value from its environment. */
export function isEnvironment(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith(ENVIRONMENT);
}

/**
 * `anthropic/claude-sonnet-4-6`: `claude-sonnet-4-6`. LiteLLM logs models without the provider. What
 * is taken from the environment is left as it is.
 */
export function withoutProvider(model: string): string {
  const slash = model.indexOf('/');
  const keep = slash < 0 || slash === model.length - 1 || isEnvironment(model);
  return keep ? model : model.slice(slash + 1);
}

/** Who serves a model, as far as what is recorded depends on it: what stands before its name. */
export function providerOf(model: string): Provider | undefined {
  return PROVIDERS.find((provider) => model.startsWith(`${provider}/`));
}
