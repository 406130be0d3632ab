import type { Server } from 'node:net';
import type { TrustedProxies } from '../http/trusted-proxies.js';
import { networkOf } from '../limits/network-of.js';
import { isLoopback } from './plain-http.js';

/** The part of all connections that one network may have. */
const partOfNetwork = 1 / 2;

/**
 * Closes at once what a network opens beyond its part of the connections: open ones cost little to keep, and no stranger is to have
 * them all. Proxies that are trusted, and those on this machine, speak for many networks, and limit these themselves.
 */
export function shareConnections(
  server: Pick<Server, 'on'>,
  maxConnections: number,
  speaksForMany: (address: string) => boolean,
): void {
  const open = new Map<string, number>();
  const maxOfNetwork = Math.ceil(maxConnections * partOfNetwork);
  server.on('connection', (socket) => {
    const { remoteAddress = '' } = socket;
    if (speaksForMany(remoteAddress)) return;
    const network = networkOf(remoteAddress);
    const before = open.get(network) ?? 0;
    if (before >= maxOfNetwork) {
      socket.destroy();
      return;
    }
    open.set(network, before + 1);
    socket.once('close', () => {
      const left = (open.get(network) ?? 1) - 1;
      if (left > 0) open.set(network, left);
      else open.delete(network);
    });
  });
}

/** Whether connections from there may be of anybody. */
export const isProxy = (proxies: TrustedProxies) => (address: string) =>
  proxies.trusts(address) || isLoopback(address.replace(/^::ffff:/, ''));
