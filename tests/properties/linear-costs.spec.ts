import { finished, type ChangeTeam, type UserChange } from '@rollcall/contracts';
import {
  groupResourceSchema,
  planBulk,
  readPatchOp,
  readResource,
  Urns,
  userResourceSchema,
  type BulkOperation,
} from '@rollcall/scim';
import { describe, expect, it } from 'vitest';
import { limitsOfGroupBody } from '../../apps/scim-gateway/src/http/body-limits.js';
import { readBulkBody } from '../../apps/scim-gateway/src/http/bulk-body.js';
import { withdrawPassword } from '../../apps/scim-gateway/src/passwords/withdraw-password.js';
import { readGroupBody } from '../../apps/scim-gateway/src/resources/read-group-body.js';
import { withoutLabels } from '../../apps/scim-gateway/src/resources/without-labels.js';
import { teamSteps } from '../../apps/scim-gateway/src/resources/team-steps.js';
import { userChanges } from '../../apps/scim-gateway/src/resources/user-changes.js';
import { decideChangeTeam } from '../../apps/team-service/src/domain/change-team.js';
import { TeamMembers } from '../../apps/team-service/src/persistence/team-members.js';
import { applyRequest } from '../../apps/user-service/src/domain/profile/apply-request.js';
import { jsonExcess, whereJsonBreaks } from '../../libs/gateway-kit/src/index.js';
import { accountId, teamOf, teamStateOf } from './large-teams.js';

/*
 * What a request costs grows as the request does (rule 24): one of twice the size takes at most 2.5 times as long. Each time is
 * the least of several runs, taken in turns, so that others on the machine change little; a doubt is measured again.
 */

type Work = () => unknown;

/** CPU milliseconds of this thread: others on the machine do not count. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

function msOf(work: Work): number {
  const before = cpuMs();
  try {
    work();
  } catch {
    // a refusal costs too
  }
  return cpuMs() - before;
}

/** The system counts CPU time in ticks of 4 ms: so much is nothing. */
const tickMs = 4;
const mayGrow = 2.5;
/** What takes so long has been measured well enough. */
const limitMs = 3_000;

function growth(workOf: (size: number) => Work, size: number): number {
  const [once, twice] = [workOf(size), workOf(2 * size)];
  const end = performance.now() + limitMs;
  for (let attempt = 1; ; attempt++) {
    let [ofOnce, ofTwice] = [Infinity, Infinity];
    for (let run = 0; run < 5 && (run === 0 || performance.now() < end); run++) {
      ofOnce = Math.min(ofOnce, msOf(once));
      ofTwice = Math.min(ofTwice, msOf(twice));
    }
    const ratio = ofTwice / (ofOnce + tickMs);
    if (ratio <= mayGrow || attempt === 4 || performance.now() > end) return ratio;
  }
}

const times = <T>(count: number, of: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => of(at));
const uuid = (at: number) => `01890a5d-ac96-774b-bcce-${String(at).padStart(12, '0')}`;

const lists = ['emails', 'phoneNumbers', 'addresses'];
const element = (at: number) => ({ value: `value ${at}`, type: `type ${at}` });
const hundred = times(100, element);
const person = {
  userName: 'ann@example.com',
  name: { givenName: 'Ann' },
  enterprise: { manager: { value: '26' } },
  ...Object.fromEntries(lists.map((list) => [list, hundred])),
};
const conditions = (count: number) => ({
  is: 'or' as const,
  of: times(count, (at) => ({ is: 'equals' as const, attribute: 'type', value: `none ${at}` })),
});

/** Changes of a user by each verb: so many of them, or one that is so large. */
const verbs: Readonly<Record<string, (attribute: string, size: number) => UserChange[]>> = {
  'one addition of many new values': (attribute, size) => [
    { change: 'add-values', attribute, value: times(10 * size, (at) => element(1_000 + at)) },
  ],
  'one addition of many known values': (attribute, size) => [
    { change: 'add-values', attribute, value: times(size, (at) => element(at % 100)) },
  ],
  'many additions': (attribute, size) =>
    times(size, (at) => ({ change: 'add-values', attribute, value: [element(at % 100)] })),
  'one list of many values': (attribute, size) => [{ change: 'set', attribute, value: times(10 * size, element) }],
  'many lists': (attribute, size) => times(size, () => ({ change: 'set', attribute, value: hundred.slice(0, 10) })),
  'many merges': (attribute, size) =>
    times(size, (at) => ({ change: 'change-values', attribute, where: conditions(1), value: element(at) })),
  'many new elements by filter': (attribute, size) =>
    times(size, (at) => {
      const where = { is: 'equals', attribute: 'type', value: `new ${at}` } as const;
      return { change: 'change-values', attribute, where, value: { value: 'x' } };
    }),
  'many removals': (attribute, size) =>
    times(size, () => ({ change: 'remove-values', attribute, where: conditions(2) })),
  'many removals of a part': (attribute, size) =>
    times(size, () => ({ change: 'remove-values', attribute, where: conditions(2), subAttribute: 'display' })),
  'one removal with many conditions': (attribute, size) => [
    { change: 'remove-values', attribute, where: conditions(size) },
  ],
  'many clearings': (attribute, size) => times(size, () => ({ change: 'clear', attribute })),
};

describe('a change of a user costs no more than it is long', () => {
  it.each(Object.entries(verbs).flatMap(([verb, of]) => lists.map((list) => [verb, list, of] as const)))(
    '%s of %s',
    (_, list, of) => {
      const workOf = (size: number): Work => {
        const changes = of(list, size);
        return () => applyRequest(person, changes);
      };
      expect(growth(workOf, 400)).toBeLessThanOrEqual(mayGrow);
    },
  );

  it.each([
    ['texts', (at: number) => ({ change: 'set' as const, attribute: 'title', value: `title ${at}` })],
    ['parts of a name', (at: number) => ({ change: 'set' as const, attribute: 'name.givenName', value: `name ${at}` })],
    ['managers', (at: number) => ({ change: 'set' as const, attribute: 'enterprise.manager.value', value: `${at}` })],
    [
      'attributes that nobody knows',
      (at: number) => ({ change: 'set' as const, attribute: `unknown${at}`, value: 'x' }),
    ],
    ['parts that nobody knows', (at: number) => ({ change: 'set' as const, attribute: `name.part${at}`, value: 'x' })],
  ])('many %s', (_, change) => {
    const workOf = (size: number): Work => {
      const changes = times(size, change);
      return () => applyRequest(person, changes);
    };
    expect(growth(workOf, 2_500)).toBeLessThanOrEqual(mayGrow);
  });
});

const patch = (Operations: object[]) => ({ schemas: [Urns.patchOp], Operations });

describe('reading a request costs no more than it is long', () => {
  const ofUser: Readonly<Record<string, (size: number) => object>> = {
    'operations with a path': (size) => patch(times(size, (at) => ({ op: 'replace', path: 'title', value: `${at}` }))),
    'operations without': (size) =>
      patch(times(size, (at) => ({ op: 'add', value: { title: `${at}`, name: person.name } }))),
    'values in many operations': (size) =>
      patch(times(size, (at) => ({ op: 'add', path: 'emails', value: [element(at)] }))),
    'conditions in many operations': (size) =>
      patch(times(size, () => ({ op: 'remove', path: `emails[${times(4, (at) => `type eq "${at}"`).join(' or ')}]` }))),
    'values to be removed': (size) => patch([{ op: 'remove', path: 'emails', value: times(4 * size, element) }]),
  };
  it.each(Object.entries(ofUser))('%s of a PATCH of a user', (_, of) => {
    const workOf = (size: number): Work => {
      const body = of(size);
      return () => userChanges(readPatchOp(body, userResourceSchema));
    };
    expect(growth(workOf, 500)).toBeLessThanOrEqual(mayGrow);
  });

  const members = (size: number, from = 0) => times(size, (at) => ({ value: uuid(from + at) }));
  const ofGroup: Readonly<Record<string, (size: number) => object>> = {
    additions: (size) => patch(times(size / 50, (at) => ({ op: 'add', path: 'members', value: members(50, at * 50) }))),
    removals: (size) =>
      patch(times(size / 50, (at) => ({ op: 'remove', path: 'members', value: members(50, at * 50) }))),
    turns: (size) =>
      patch(
        times(size / 50, (at) => ({ op: at % 2 ? 'add' : 'remove', path: 'members', value: members(50, at * 50) })),
      ),
    'members of one addition': (size) => patch([{ op: 'add', path: 'members', value: members(size) }]),
  };
  it.each(Object.entries(ofGroup))('%s of a PATCH of a group', (_, of) => {
    const workOf = (size: number): Work => {
      const body = of(size);
      return () => teamSteps(readPatchOp(body, groupResourceSchema));
    };
    expect(growth(workOf, 20_000)).toBeLessThanOrEqual(mayGrow);
  });

  const texts: Readonly<Record<string, (size: number) => string>> = {
    'a group with many members': (size) => JSON.stringify({ displayName: 'a', members: members(size) }),
    'a PATCH with many members': (size) =>
      JSON.stringify(patch([{ op: 'add', path: 'members', value: members(size) }])),
    'empty members': (size) => JSON.stringify({ displayName: 'a', members: times(10 * size, () => ({})) }),
    'a member with many keys': (size) =>
      JSON.stringify({ displayName: 'a', members: [Object.fromEntries(times(10 * size, (at) => [`key${at}`, 0]))] }),
    brackets: (size) => '['.repeat(10 * size),
    'a broken text': (size) => `{"a":"${'x'.repeat(40 * size)}",}`,
    'broken escapes': (size) => `{"a":"${'\\n'.repeat(20 * size)}",}`,
    'lines before a fault': (size) => `{"a":${'\n'.repeat(40 * size)}}`,
  };
  it.each(Object.entries(texts))('%s', (_, of) => {
    const workOf = (size: number): Work => {
      const bytes = Buffer.from(of(size));
      return () => readGroupBody(bytes, { as: 'whole' });
    };
    expect(growth(workOf, 20_000)).toBeLessThanOrEqual(mayGrow);
  });

  const steps: Readonly<Record<string, (size: number) => Work>> = {
    'looking for too much': (size) => {
      const bytes = Buffer.from(JSON.stringify(members(size)));
      return () => jsonExcess(bytes, limitsOfGroupBody);
    },
    'leaving out what is said of members': (size) => {
      const bytes = Buffer.from(JSON.stringify(members(size).map((each) => ({ ...each, display: 'x'.repeat(99) }))));
      return () => withoutLabels(bytes, 2);
    },
    'leaving out labels of nothing but escapes, and of keys that do not end': (size) => {
      const bytes = Buffer.from(
        `[${'{"a":"\\u0041\\u0041\\u0041","value":"1","b":"c"},'.repeat(size)}{"${'x'.repeat(size)}`,
      );
      return () => withoutLabels(bytes, 2);
    },
    'looking for the fault': (size) => {
      const text = JSON.stringify(members(size)).slice(0, -1);
      return () => whereJsonBreaks(text);
    },
    'looking at the depth': (size) => {
      const bytes = Buffer.from(JSON.stringify(times(10 * size, () => [{}])));
      const { depth } = limitsOfGroupBody;
      return () => jsonExcess(bytes, { depth, elements: Infinity, keys: Infinity, keysOfObject: Infinity });
    },
    'looking for passwords': (size) => {
      const body = { members: members(size), Operations: times(size, (at) => ({ op: 'add', path: `p${at}` })) };
      return () => withdrawPassword(body);
    },
    'reading a group': (size) => {
      const body = { displayName: 'a', members: members(size) };
      return () => readResource(body, groupResourceSchema);
    },
  };
  it.each(Object.entries(steps))('%s', (_, workOf) => {
    expect(growth(workOf, 20_000)).toBeLessThanOrEqual(mayGrow);
  });
});

describe('a change of a team costs no more than the users that it names', () => {
  const idsFrom = (from: number, count: number) => times(count, (at) => uuid(from + at));
  const kinds = ['add-members', 'remove-members', 'replace-members'] as const;
  const commandOf = (size: number, kindAt: (at: number) => (typeof kinds)[number]): ChangeTeam => ({
    accountId,
    teamId: teamOf.id,
    actor: { kind: 'directory', id: 'okta' },
    changes: times(size, (at) => ({ change: kindAt(at), members: { userIds: idsFrom(at * 50, 50) } })),
  });

  const orders: Readonly<Record<string, (at: number) => (typeof kinds)[number]>> = {
    'many additions': () => 'add-members',
    'additions and removals in turns': (at) => (at % 2 === 0 ? 'remove-members' : 'add-members'),
    'many lists in the place of others': () => 'replace-members',
  };
  it.each(Object.entries(orders))('%s', (_, kindAt) => {
    const workOf = (size: number): Work => {
      const command = commandOf(size, kindAt);
      const state = teamStateOf({ roster: idsFrom(0, 50 * size), users: idsFrom(0, 50 * size) });
      return () => finished(decideChangeTeam(command, state, new Date(), { id: command.teamId }));
    };
    expect(growth(workOf, 200)).toBeLessThanOrEqual(mayGrow);
  });

  it('many small changes, one after the other, of a team that a large one has filled', () => {
    const none = new Set<string>();
    const as = { source: 'directory', addedAt: '', addedBy: { kind: 'directory', id: 'okta' } } as const;
    const workOf = (size: number): Work => {
      const all = idsFrom(0, 20 * size);
      return () => {
        const members = new TeamMembers({ roster: none, directory: none, manual: none, of: 'everybody' });
        members.takeRoster(all, []);
        members.join(all, as);
        for (const userId of all.slice(0, size)) {
          const who = new Set([userId]);
          members.takeRoster([], [...members.listedAmong(who)]);
          members.leave([userId]);
          members.join([...members.unlistedAmong(who)], { ...as });
        }
        members.difference();
      };
    };
    expect(growth(workOf, 500)).toBeLessThanOrEqual(mayGrow);
  });
});

const post = (
  at: number,
  refersTo: readonly number[],
  endpoint: BulkOperation['endpoint'] = '/Users',
): BulkOperation => ({
  method: 'POST',
  endpoint,
  bulkId: `b${at}`,
  data: { userName: `p${at}@example.com`, members: refersTo.map((each) => ({ value: `bulkId:b${each}` })) },
});

describe('a bulk request costs no more than it is long', () => {
  it.each<[string, (size: number) => BulkOperation[]]>([
    ['a chain of references', (size) => times(size, (at) => post(at, at + 1 < size ? [at + 1] : []))],
    ['a circle', (size) => times(size, (at) => post(at, [(at + 1) % size]))],
    [
      'a circle of groups, each of which refers back to others',
      (size) => times(size, (at) => post(at, [(at + 1) % size, 0, 1, 2, 3, 4, 5, 6, 7, 8], '/Groups')),
    ],
    ['many references to one', (size) => times(size, (at) => post(at, at === 0 ? [] : [0]))],
    [
      'a deep chain, and one operation with many references',
      (size) => [
        ...times(size, (at) => post(at, at + 1 < size ? [at + 1] : [])),
        post(
          size,
          times(10 * size, (at) => at % size),
        ),
      ],
    ],
    [
      'many changes of one resource',
      (size) => times(size, () => ({ method: 'PUT', endpoint: '/Users', id: 'x', data: {} })),
    ],
    [
      'many mentions, and many changes',
      (size) =>
        times(size, (at) => ({
          method: 'PUT',
          endpoint: '/Groups',
          id: `g${at % 2}`,
          data: { members: [{ value: 'g0' }] },
        })),
    ],
  ])('when %s is planned', (_, of) => {
    const workOf = (size: number): Work => {
      const operations = of(size);
      return () => planBulk({ operations });
    };
    expect(growth(workOf, 500)).toBeLessThan(mayGrow);
  });

  it('when it is read', () => {
    const workOf = (size: number): Work => {
      const Operations = times(size, (at) => ({
        method: 'POST',
        path: '/Users',
        data: { password: 'x', ...post(at, [at]) },
      }));
      const bytes = Buffer.from(JSON.stringify({ Operations }));
      return () => readBulkBody(bytes, {});
    };
    expect(growth(workOf, 500)).toBeLessThan(mayGrow);
  });
});
