import { promises, type LookupAddress } from 'node:dns';

export interface AddressesOptions {
  /** Whether the system may be asked for a name that no name server knows, such as one of its hosts file. */
  readonly isSystemAsked: boolean;
  readonly timeoutMs: number;
  /** Default: those of the system. */
  readonly nameServers?: readonly string[];
}

/** The name does not exist, or there is no name server: the system may know more. A name server that says nothing is none of these. */
const unknownCodes: ReadonlySet<unknown> = new Set(['ENOTFOUND', 'ENODATA', 'ECONNREFUSED']);
const tries = 2;

/**
 * The addresses of a name, asked of the name servers without the thread pool of the process: what one of a customer's name servers does not
 * answer holds up no other look-up. `localhost` and names below it are not asked for at all (RFC 6761 §6.3).
 * @throws Error with the `code` of the resolver where there is none, or none in time
 */
export async function addressesOf(name: string, options: AddressesOptions): Promise<LookupAddress[]> {
  const isLocal = /(^|\.)localhost\.?$/iu.test(name);
  try {
    if (isLocal) throw Object.assign(new Error('the name is one of this machine'), { code: 'ENOTFOUND' });
    return await resolved(name, options);
  } catch (error) {
    if (!options.isSystemAsked || !unknownCodes.has((error as NodeJS.ErrnoException).code)) throw error;
    return promises.lookup(name, { all: true });
  }
}

async function resolved(name: string, { timeoutMs, nameServers }: AddressesOptions): Promise<LookupAddress[]> {
  // One for each look-up: cancelling ends all of a resolver.
  const resolver = new promises.Resolver({ timeout: Math.ceil(timeoutMs / (2 * tries)), tries });
  if (nameServers) resolver.setServers(nameServers);
  const limit = setTimeout(() => resolver.cancel(), timeoutMs);
  try {
    const [four, six] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    const found = [...addressesIn(four, 4), ...addressesIn(six, 6)];
    if (found.length === 0 && four.status === 'rejected') throw four.reason as Error;
    return found;
  } finally {
    clearTimeout(limit);
  }
}

const addressesIn = (answer: PromiseSettledResult<string[]>, family: 4 | 6): LookupAddress[] =>
  answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family })) : [];
