import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import type { AddressRules } from './address-rules.js';

/** The address of an endpoint is none that may be connected to. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
  constructor() {
    super('the address may not be connected to');
  }
}

/**
 * Connects to allowed addresses only. What is looked up is what is connected to, so that a name cannot have one address when it is
 * checked and another one when it is used. It is asked at every new connection, so after each redirect too.
 */
export function checkedConnector(rules: AddressRules, timeoutMs: number): buildConnector.connector {
  const connect = buildConnector({ allowH2: false, timeout: timeoutMs, lookup: checkedLookup(rules) });
  return (options, callback) => {
    // No look-up happens for what is an address already.
    const literal = options.hostname.replace(/^\[(.*)\]$/, '$1');
    if (isIP(literal) !== 0 && !rules.allows(literal)) callback(new AddressRefused(), null);
    else connect(options, callback);
  };
}

/** Looks names up as the system does, and gives their allowed addresses only; none is the error `AddressRefused`. */
function checkedLookup(rules: AddressRules): LookupFunction {
  return (hostname, options, callback) => {
    systemLookup(hostname, { ...options, all: true }, (error, addresses: readonly LookupAddress[]) => {
      if (error) return callback(error, [], 0); // there are no addresses then
      const allowed = addresses.filter(({ address }) => rules.allows(address));
      const [first] = allowed;
      if (!first) callback(new AddressRefused(), [], 0);
      else if (options.all === true) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}
