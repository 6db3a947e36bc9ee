import { type ProxyAddress, readProxyAddress } from '../live/proxy/address.js';
import type { Io } from './io.js';

/** Where the proxy is that a user names. @throws CommandError for what is no address, or may hold a secret */
export function proxyAt({ hideArguments }: Pick<Io, 'hideArguments'>, text: string): ProxyAddress {
  try {
    return readProxyAddress(text);
  } catch (error) {
    // Every user of a machine sees the arguments of its processes.
    hideArguments();
    throw error;
  }
}
