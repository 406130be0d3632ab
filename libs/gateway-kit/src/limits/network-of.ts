import ipaddr from 'ipaddr.js';

/** The network that is limited as one source: an IPv6 household or host can send from a whole /64. */
export function networkOf(address: string): string {
  return prefixOf(address, 4);
}

/**
 * The site that failures to sign in are counted by: of IPv6 the /48, which is the most that one customer gets (RFC
 * 6177). Whoever has one would otherwise have 65,536 networks to guess from.
 */
export function siteOf(address: string): string {
  return prefixOf(address, 3);
}

/** The first 16-bit parts of an IPv6 address; an IPv4 address as it is. */
function prefixOf(address: string, parts: number): string {
  if (!address.includes(':') || !ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed instanceof ipaddr.IPv6
    ? parsed.parts
        .slice(0, parts)
        .map((part) => part.toString(16))
        .join(':')
    : parsed.toString();
}
