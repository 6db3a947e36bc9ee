import { isIPv4, isIPv6 } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { withoutUser } from '../../text/addresses.js';
import { usageError } from '../../text/failure.js';

/** Where a Redis is. */
export interface RedisAddress {
  /** Without user and password. */
  readonly shown: string;
  /** Whether it is on this machine. */
  readonly isHere: boolean;
  /** As the client of Redis takes it. */
  readonly connection: {
    readonly host?: string;
    readonly port?: number;
    /** Of a socket in the file system. */
    readonly path?: string;
    /** Number of the database. */
    readonly db: number;
    readonly username?: string;
    readonly password?: string;
    readonly tls?: { readonly servername?: string };
  };
}

const DEFAULT_PORT = 6379;
const FORMS = 'redis://HOST[:PORT][/DATABASE], rediss:// with TLS, or unix:///PATH of a socket';

/**
 * Reads the address of a Redis.
 * @param option that it is given with, for errors
 * @param password where the address has none
 * @throws CommandError where it is none, which is not shown: it may have a password in it
 */
export function readRedisAddress(
  text: string,
  option: '--queue' | '--redis',
  password?: string,
): RedisAddress {
  const url = urlOf(text);
  const isSocket = url?.protocol === 'unix:';
  const isTls = url?.protocol === 'rediss:';
  if (url === undefined || !(isSocket || isTls || url.protocol === 'redis:')) {
    throw usageError(`${option} is not the address of a Redis`, `write ${FORMS}`);
  }
  if (url.search !== '' || url.hash !== '') {
    throw usageError(
      `${option} has something after its database: ? and # end an address`,
      `write ${FORMS}; in a password, %3F and %23`,
    );
  }
  const user = {
    ...(url.username !== '' && { username: decoded(url.username) }),
    ...(url.password !== ''
      ? { password: decoded(url.password) }
      : password !== undefined && password !== '' && { password }),
  };
  const shown = withoutUser(text);
  if (isSocket) {
    const path = decoded(url.pathname);
    if (path === '' || path === '/' || url.hostname !== '') {
      throw usageError(`${option} names no socket`, 'write unix:///PATH, with three slashes');
    }
    return { shown, isHere: true, connection: { path, db: 0, ...user } };
  }
  const host = decoded(url.hostname).replace(/^\[|\]$/g, '');
  const db = /^\/?(\d{0,5})$/.exec(url.pathname)?.[1];
  if (host === '') throw usageError(`${option} names no host`, `write ${FORMS}`);
  if (db === undefined) {
    throw usageError(`${option} names a database that is not a number`, `write ${FORMS}`);
  }
  const port = url.port === '' ? DEFAULT_PORT : Number(url.port);
  return {
    shown,
    isHere: isOfThisMachine(host),
    connection: { host, port, db: Number(db), ...user, ...(isTls && { tls: tlsOf(host) }) },
  };
}

/** A certificate is of a name, not of a number. */
function tlsOf(host: string): { servername?: string } {
  return isIPv4(host) || isIPv6(host) ? {} : { servername: host };
}

function urlOf(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** What is not encoded as it should be is taken as it stands. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** No name is looked up: who answers for it may change. */
function isOfThisMachine(host: string): boolean {
  if (host === 'localhost' || host === hostname()) return true;
  if (isIPv4(host) && host.startsWith('127.')) return true;
  if (host === '::1') return true;
  return Object.values(networkInterfaces()).some((all) =>
    all?.some(({ address }) => address === host),
  );
}
