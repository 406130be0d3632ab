import { SettingProblem, type Setting } from '@rollcall/service-kit';
import ipaddr from 'ipaddr.js';

type Network = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/**
 * The proxies whose `X-Forwarded-*` headers are trusted. From any other peer they are ignored, since any client can
 * send them.
 */
export class TrustedProxies {
  private constructor(private readonly networks: readonly Network[]) {}

  /**
   * @param names addresses or networks in CIDR notation
   * @throws Error naming the first text that is neither
   */
  static of(names: readonly string[]): TrustedProxies {
    return new TrustedProxies(names.map(parseNetwork));
  }

  trusts(address: string | undefined): boolean {
    if (this.networks.length === 0 || address === undefined || !ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address); // ::ffff:10.0.0.1 is 10.0.0.1
    return this.networks.some(([network, bits]) => parsed.kind() === network.kind() && parsed.match(network, bits));
  }

  /** The client's address: going back from the connection's peer, the first address that is not a trusted proxy. */
  clientAddress(peer: string | undefined, forwardedFor: string | undefined): string {
    let address = peer ?? 'unknown';
    if (forwardedFor === undefined || !this.trusts(peer)) return plain(address);
    const chain = forwardedFor.split(',');
    while (this.trusts(address)) {
      const before = chain.pop()?.trim();
      if (before === undefined || !ipaddr.isValid(before)) break;
      address = before;
    }
    return plain(address);
  }
}

/** Parses a comma-separated list of addresses and networks. */
export function trustedNetworks(variable: string): Setting<TrustedProxies> {
  return {
    variable,
    read(value) {
      const names = (value ?? '').split(',').map((name) => name.trim());
      try {
        return TrustedProxies.of(names.filter((name) => name !== ''));
      } catch {
        throw new SettingProblem('must be addresses or networks such as 10.0.0.0/8, separated by commas');
      }
    },
  };
}

function parseNetwork(name: string): Network {
  if (name.includes('/')) return ipaddr.parseCIDR(name);
  const address = ipaddr.process(name);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

function plain(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}
