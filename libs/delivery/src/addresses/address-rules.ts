import { networkInterfaces } from 'node:os';
import { SettingProblem, type Setting } from '@rollcall/service-kit';
import ipaddr from 'ipaddr.js';

type Network = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/** All of IPv6 that is given to networks of the public internet (IANA, IPv6 Global Unicast Address Assignments). */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/** Public by its figures, but answered by the host of a virtual machine, and to that machine only (Azure's WireServer). */
const ofHost = ipaddr.IPv4.parse('168.63.129.16');

/** The networks that this machine is in, in CIDR notation. */
const networksOfMachine = (): string[] =>
  Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).flatMap(({ cidr }) => cidr ?? []));

/**
 * Which addresses may be connected to. Whoever names an endpoint must not reach what only this machine or its network can: of all
 * addresses only those of the public internet are allowed, and networks that the operator names.
 *
 * Deny by default: an address is allowed where no registry of special purposes lists it (RFC 6890 and IANA's registries of it, as
 * our library of addresses knows them). So loopback, private, link-local, shared (RFC 6598), multicast and reserved addresses are refused, and all
 * forms of IPv6 that carry an IPv4 address (NAT64, 6to4, Teredo) or lie outside of 2000::/3; a mapped one (`::ffff:10.0.0.1`) counts as its IPv4 address. Refused too are the networks of this machine, which
 * with IPv6 have public addresses as a rule: what listens there may be open to neighbours only.
 */
export class AddressRules {
  private constructor(
    private readonly networks: readonly Network[],
    private readonly ownNetworks: () => readonly string[],
  ) {}

  /**
   * @param networks in CIDR notation, or single addresses: allowed besides the public ones
   * @param ownNetworks those of this machine, asked for each time: they may change
   * @throws Error naming the first text that is neither
   */
  static allowing(
    networks: readonly string[] = [],
    ownNetworks: () => readonly string[] = networksOfMachine,
  ): AddressRules {
    return new AddressRules(networks.map(networkOf), ownNetworks);
  }

  /** Whether the operator allows more than public addresses. */
  get allowsMore(): boolean {
    return this.networks.length > 0;
  }

  /** @param address as a look-up gives it; what is no address is not allowed */
  allows(address: string): boolean {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    if (isAmong(this.networks, parsed)) return true;
    const isPublic = parsed.range() === 'unicast' && (parsed.kind() === 'ipv4' || parsed.match(globalUnicast));
    return isPublic && !isAmong([[ofHost, 32], ...this.ownNetworks().map(networkOf)], parsed);
  }
}

const isAmong = (networks: readonly Network[], address: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
  networks.some(([network, bits]) => address.kind() === network.kind() && address.match(network, bits));

function networkOf(text: string): Network {
  if (text.includes('/')) return ipaddr.parseCIDR(text);
  const address = ipaddr.process(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/** Setting: networks that may be connected to besides public addresses, separated by commas. */
export function allowedNetworks(variable: string): Setting<AddressRules> {
  return {
    variable,
    read(value = '') {
      try {
        return AddressRules.allowing(value.split(',').flatMap((each) => each.trim() || []));
      } catch {
        throw new SettingProblem('must be addresses or networks such as 10.20.0.0/16, separated by commas');
      }
    },
  };
}
