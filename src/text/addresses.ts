/**
 * An address without what may be secret in it: user and password, parameters, query, fragment. What
 * stands where a port would, and is none, is taken for a password that the query cut off.
 */
export function bareAddress(address: string): string {
  const [, scheme = '', rest = ''] = /^((?:[a-z][a-z0-9+.-]*:)?\/\/)?(.*)$/is.exec(address) ?? [];
  const place = rest.replace(/[?#;&].*$/s, '').replace(/^.*@/s, '');
  const host = place.replace(/^([^/[\]:]*):(?!\d+(?:\/|$)).*$/s, '$1');
  return (scheme + host).replace(/\/+$/, '');
}

/**
 * An address without its user: all before its last `@`, as a password may have anything in it; and
 * without what `bareAddress` takes away.
 */
export function withoutUser(address: string): string {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/)?(.*)$/is.exec(address) ?? [];
  return bareAddress(scheme + rest.replace(/^.*@/s, ''));
}

/**
 * A name as it is, unless it looks like an address: then without what may be secret in it. An `@` is also
 * in names of models, before a version (`claude-sonnet-4@20250514`) or an account (`@cf/meta/llama`).
 */
export function withoutSecrets(name: string): string {
  return looksLikeAddress(name) ? bareAddress(name) : name;
}

/** What begins as an address does, or has a user with a password, or parameters. */
const SECRETIVE = /^(?:[a-z][a-z0-9+.-]*:)?\/\/|^[^\s/@]*:[^\s/@]+@[\w-]+[.:/]|^[^\s?]+\?[\w.-]+=/i;

/** A name that somebody chose, or a path: only what surely is an address loses what may be secret in it. */
export function chosenName(name: string): string {
  return (SECRETIVE.test(name) && bareAddress(name)) || name;
}

/** Whether a path is an address, which names no file. */
export function isAddress(path: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(path);
}

/** Whether what is named is the path of a module: a logger or a strategy of a user's own. */
export function isModulePath(given: string): boolean {
  return /[/\\]|\.m?js$/.test(given);
}

function looksLikeAddress(name: string): boolean {
  if (/\/\/|[?;\\]|[&#][^=]*=/.test(name)) return true;
  const at = name.lastIndexOf('@');
  if (at < 0) return false;
  const [before, after] = [name.slice(0, at), name.slice(at + 1)];
  if (/[:@]/.test(before)) return true;
  return before !== '' && !before.endsWith('/') && !/^[\w-]*$/.test(after);
}
