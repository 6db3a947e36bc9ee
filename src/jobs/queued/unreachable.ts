import { type CommandError, inputError } from '../../text/failure.js';
import type { RedisAddress } from './address.js';

/** A Redis, as errors speak of it. */
export interface NamedRedis {
  /** What it is to the user: `the queue`. */
  readonly name: string;
  /** The keys that are written there, as a pattern. */
  readonly keys: string;
}

/** Why a Redis cannot be used. What its client says may name users, so only what is known of it is said. */
export function unreachable(
  { name, keys }: NamedRedis,
  { shown }: RedisAddress,
  error: unknown,
): CommandError {
  const { code = '', message = '' } = error as NodeJS.ErrnoException;
  if (/^(NOAUTH|WRONGPASS|ERR AUTH|ERR invalid password)/.test(message)) {
    return inputError(
      `${name} at ${shown} wants another user or password`,
      'write redis://USER:PASSWORD@HOST, or set REDISCLI_AUTH',
    );
  }
  if (/^NOPERM/.test(message)) {
    return inputError(
      `the user may not do what ${name} takes at ${shown}`,
      `allow all commands on keys ${keys}`,
    );
  }
  if (/CERT|^UNABLE_TO_/.test(code)) {
    return inputError(
      `the certificate of ${name} at ${shown} is not trusted`,
      'name the file of whoever signed it in NODE_EXTRA_CA_CERTS; a certificate is for the name of its host',
    );
  }
  const why = REASONS[code] ?? (message === NO_ANSWER ? 'it does not answer' : undefined);
  return inputError(
    `${name} at ${shown} cannot be reached${why === undefined ? '' : `: ${why}`}`,
    'check the address, and that a Redis runs there',
  );
}

/** Message of the error of whoever has waited for long enough. */
export const NO_ANSWER = 'no answer';

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'there is no such host, for the time being',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no way to that network',
  ECONNRESET: 'it ended the connection',
  ENOENT: 'there is no such socket',
  EACCES: 'there is no permission',
};
