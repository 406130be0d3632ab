import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import type { AddressRules } from './address-rules.js';
import { addressesOf } from './addresses-of.js';

/** What is written as an address of an endpoint may not be connected to, or no address of its name. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
  /** @param of the address itself, or the name that leads to it */
  constructor(readonly of: 'address' | 'name') {
    super('the address may not be connected to');
  }
}

/**
 * Connects to allowed addresses only. What is looked up is what is connected to, so that a name cannot have one address when it is
 * checked and another one when it is used. It is asked at every new connection, so after each redirect too.
 */
export function checkedConnector(rules: AddressRules, timeoutMs: number): buildConnector.connector {
  const connect = buildConnector({ allowH2: false, timeout: timeoutMs, lookup: checkedLookup(rules, timeoutMs) });
  return (options, callback) => {
    // No look-up happens for what is an address already.
    const literal = options.hostname.replace(/^\[(.*)\]$/, '$1');
    if (isIP(literal) !== 0 && !rules.allows(literal)) callback(new AddressRefused('address'), null);
    else connect(options, callback);
  };
}

/** Gives the allowed addresses of a name only; none is the error `AddressRefused`. */
export function checkedLookup(rules: AddressRules, timeoutMs: number): LookupFunction {
  return (hostname, options, callback) => {
    const found = addressesOf(hostname, { isSystemAsked: rules.allowsMore, timeoutMs });
    found.then(
      (addresses) => {
        const allowed = addresses.filter(({ address }) => rules.allows(address));
        const [first] = allowed;
        if (!first) callback(new AddressRefused('name'), [], 0);
        else if (options.all === true) callback(null, allowed);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, [], 0),
    );
  };
}
