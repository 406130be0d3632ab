import { randomBytes, randomInt } from 'node:crypto';
import { formerScimToken } from '@rollcall/contracts';
import { newUser } from '../scim-client.ts';
import * as bodies from './bodies.ts';
import { searching } from './searching.ts';
import { idIn, Sender, type Sent } from './sender.ts';
import type { Account } from './world.ts';

/** What an attack is prepared with. */
export interface Target {
  readonly scimUrl: string;
  readonly workspaceUrl: string;
  readonly heavy: Account;
  /** Another account that does its worst at the same time. */
  readonly alsoHeavy: Account;
  /** The slug of the account that must not notice. */
  readonly usualSlug: string;
  /** Ids of people of A. */
  readonly people: readonly string[];
}

/** Sends one request of the attack; `n` is unique in it. */
export type Shot = (sender: Sender, n: number, signal: AbortSignal) => Promise<Sent>;

export interface Attack {
  readonly id: string;
  readonly name: string;
  /** How many send at the same time, each its next request when the last one was answered. */
  readonly callers: number;
  /** Where it is sent. */
  readonly to?: 'scim' | 'workspace';
  prepare(target: Target, sender: Sender): Promise<Shot> | Shot;
}

const run = Date.now().toString(36);

const patching = (body: string, first: (target: Target, sender: Sender) => Promise<string>) => {
  return async (target: Target, sender: Sender): Promise<Shot> => {
    const path = await first(target, sender);
    return (each, _, signal) => each.send('PATCH', path, body, { signal });
  };
};

const somebody = ({ people }: Target) => Promise.resolve(`/Users/${people[0] ?? ''}`);

async function somebodyWithManyAddresses(_: Target, sender: Sender): Promise<string> {
  return `/Users/${idIn(await sender.send('POST', '/Users', bodies.manyAddresses(`many-${run}@a.io`)))}`;
}

const creating: Attack['prepare'] = () => (sender, n, signal) =>
  sender.send('POST', '/Users', newUser(`p-${run}-${n}-${randomInt(1e9)}@a.io`, `Correct-${n}-horse`), { signal });

async function bigGroup({ people }: Target, sender: Sender): Promise<string> {
  return `/Groups/${idIn(await sender.send('POST', '/Groups', bodies.group(`Big ${run} ${randomInt(1e9)}`, people)))}`;
}

/** The same body by two accounts in turns. */
const ofTwoAccounts = (body: () => string | Buffer): Attack['prepare'] => {
  return ({ heavy, alsoHeavy }) => {
    const bytes = body();
    return (sender, n, signal) => {
      const headers = { authorization: `Bearer ${(n % 2 === 0 ? heavy : alsoHeavy).token}` };
      return sender.send('POST', '/Groups', bytes, { signal, headers });
    };
  };
};

const network = () => `10.${randomInt(255)}.${randomInt(255)}.${randomInt(255)}`;

export const attacks: readonly Attack[] = [
  {
    id: 'patch-91k',
    name: 'PATCH of 91 kB that adds 3,000 addresses, 4 at once',
    callers: 4,
    prepare: patching(bodies.addingAddresses(3), somebody),
  },
  {
    id: 'conditions-1m',
    name: 'PATCH of 1 MB with 50,000 conditions, 2 at once',
    callers: 2,
    prepare: patching(bodies.selectingAddresses(), somebodyWithManyAddresses),
  },
  {
    id: 'passwords-60',
    name: '60 creations with passwords at once',
    callers: 60,
    prepare: creating,
  },
  { id: 'passwords-320', name: '320 creations with passwords at once', callers: 320, prepare: creating },
  {
    id: 'bulk-passwords',
    name: 'bulk requests of 1,000 creations with passwords, 4 at once',
    callers: 4,
    prepare: () => (sender, n, signal) => {
      const person = (at: number) => newUser(`b-${run}-${n}-${at}-${randomInt(1e9)}@a.io`, `Correct-${at}-horse`);
      return sender.send('POST', '/Bulk', bodies.bulkOfCreations(1_000, person), { signal });
    },
  },
  {
    id: 'bulk-dry-run',
    name: 'dry runs of bulk requests of 1,000 creations and changes, 4 at once',
    callers: 4,
    prepare: () => (sender, n, signal) => {
      const person = (at: number) => newUser(`d-${run}-${n}-${at}-${randomInt(1e9)}@a.io`, `Correct-${at}-horse`);
      const headers = { 'rollcall-dry-run': 'true' };
      return sender.send('POST', '/Bulk', bodies.bulkOfCreations(1_000, person), { signal, headers });
    },
  },
  ...searching,
  {
    id: 'patches-100',
    name: '100 PATCHes at once',
    callers: 100,
    prepare:
      ({ people }) =>
      (sender, n, signal) =>
        sender.send('PATCH', `/Users/${people[n % people.length] ?? ''}`, bodies.titled(`T ${n}`), { signal }),
  },
  {
    id: 'reads-320',
    name: '320 reads at once',
    callers: 320,
    prepare:
      ({ people }) =>
      (sender, n, signal) =>
        sender.send('GET', `/Users/${people[n % people.length] ?? ''}`, undefined, { signal }),
  },
  {
    id: 'groups-read',
    name: '40 reads of a whole group at once',
    callers: 40,
    prepare: async (target, sender) => {
      const path = await bigGroup(target, sender);
      return (each, _, signal) => each.send('GET', path, undefined, { signal });
    },
  },
  {
    id: 'groups-push',
    name: '8 pushes of whole groups at once',
    callers: 8,
    prepare: async (target, sender) => {
      const path = await bigGroup(target, sender);
      const { people } = target;
      const body = (n: number) => bodies.group(`Big ${run}`, n % 2 === 0 ? people : people.slice(0, people.length / 2));
      return (each, n, signal) => each.send('PUT', path, body(n), { signal });
    },
  },
  {
    id: 'bad-tokens',
    name: 'bad tokens of B, 100 at once from many addresses',
    callers: 100,
    prepare:
      ({ usualSlug }) =>
      (sender, _, signal) => {
        const headers = { authorization: `Bearer ${formerScimToken(usualSlug)}`, 'x-forwarded-for': network() };
        return sender.send('GET', '/Users', undefined, { signal, headers });
      },
  },
  {
    id: 'sign-ins',
    name: 'sign-ins to A that fail, 100 at once from many addresses',
    callers: 100,
    to: 'workspace',
    prepare:
      ({ heavy }) =>
      (sender, n, signal) => {
        const body = { account: heavy.slug, userName: `p${n}@a.io`, password: 'wrong-wrong', as: 'bearer' };
        const headers = { 'x-forwarded-for': network() };
        return sender.send('POST', '/sessions', JSON.stringify(body), { signal, headers });
      },
  },
  {
    id: 'sign-ins-nobody',
    name: 'sign-ins to accounts that are none, 100 at once from many addresses',
    callers: 100,
    to: 'workspace',
    prepare: () => (sender, n, signal) => {
      const body = { account: `none-${n}`, userName: `p${n}@a.io`, password: 'wrong-wrong', as: 'bearer' };
      return sender.send('POST', '/sessions', JSON.stringify(body), {
        signal,
        headers: { 'x-forwarded-for': network() },
      });
    },
  },
  {
    id: 'bad-sessions',
    name: 'invented sessions, 100 at once from many addresses',
    callers: 100,
    to: 'workspace',
    prepare: () => (sender, _, signal) => {
      const authorization = `Bearer rollcall_sess_${randomBytes(32).toString('base64url')}`;
      return sender.send('GET', '/me', undefined, { signal, headers: { authorization, 'x-forwarded-for': network() } });
    },
  },
  {
    id: 'adds-27m',
    name: 'PATCH of a group with 1,000 × 600 members (27 MB)',
    callers: 1,
    prepare: async (target, sender) => patching(bodies.addingMembers(target.people), bigGroup)(target, sender),
  },
  {
    id: 'groups-32m',
    name: 'group bodies of 32 MB, 2 at once, of two accounts',
    callers: 2,
    prepare: ofTwoAccounts(bodies.emptyMembers),
  },
  {
    id: 'members-28m',
    name: 'groups of 150,000 strangers (28 MB), 2 at once, of two accounts',
    callers: 2,
    prepare: ofTwoAccounts(() => Buffer.from(bodies.groupOfUnknown(150_000))),
  },
  {
    id: 'patch-1m',
    name: 'PATCH of 1 MB that adds 40,000 addresses, 2 at once',
    callers: 2,
    prepare: patching(bodies.addingAddresses(40), somebody),
  },
];

/** Runs an attack until it is stopped. */
export function begin(attack: Attack, shot: Shot, sender: Sender) {
  const answers = new Map<string, number>();
  const [over, abort] = [new AbortController(), new AbortController()];
  let next = 0;
  const loop = async () => {
    while (!over.signal.aborted) {
      const outcome = await shot(sender, next++, abort.signal).then(
        ({ status }) => String(status),
        () => (over.signal.aborted ? 'given up' : 'broken'),
      );
      answers.set(outcome, (answers.get(outcome) ?? 0) + 1);
      if (outcome === 'broken') await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };
  const all = Promise.all(Array.from({ length: attack.callers }, loop));
  return {
    /** Stops it: what is not answered soon is given up. @returns how often each status was answered */
    async stop(maxWaitMs: number): Promise<ReadonlyMap<string, number>> {
      over.abort();
      const timer = setTimeout(() => abort.abort(), maxWaitMs);
      await all;
      clearTimeout(timer);
      return answers;
    },
  };
}
