import { finished, type ChangeTeam, type Filter as DomainFilter, type MemberList } from '@rollcall/contracts';
import { applyPatch, groupResourceSchema, readPatchOp, Urns, type GroupResource } from '@rollcall/scim';
import { testTimes } from '@rollcall/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usersMeant } from '../../apps/scim-gateway/src/resources/search-filter.js';
import { teamSteps, type SaidStep } from '../../apps/scim-gateway/src/resources/team-steps.js';
import { decideChangeTeam } from '../../apps/team-service/src/domain/change-team.js';
import type { Team } from '../../apps/team-service/src/domain/team.js';
import { fulfils } from '../../apps/user-service/src/domain/profile/filter.js';
import { accountId, actor, at, bookOf, everybody, team } from '../../apps/team-service/test/support/one-team.js';
import { outcomeOf } from './both-sides.js';

/*
 * A PATCH of a group is carried out twice, as one of a user is in patch.spec.ts: by the standard's rules on the resource, and as in
 * production, by the gateway's steps on team-service's roster. Both must come to the same group, or to the same refusal.
 */

interface Group {
  readonly displayName: string;
  readonly externalId?: string;
  readonly members: readonly string[];
}

/** As a group shows them. */
const memberOf = (value: string) => ({ value, display: `${value}@example.com`, type: 'User' });
/** As user-service knows them. */
const userOf = (id: string) => ({ id, userName: `${id}@example.com` });

function byTheStandard({ members, ...group }: Group, body: object): Group {
  const resource: GroupResource = { schemas: [Urns.group], id: team.id, ...group, members: members.map(memberOf) };
  // A member that was added shows its name to the operations behind it.
  const shown = (of: GroupResource): GroupResource =>
    of.members ? { ...of, members: of.members.map(({ value }) => memberOf(value)) } : of;
  const after = readPatchOp(body, groupResourceSchema, { id: team.id }).reduce(
    (each, operation) => applyPatch(shown(each), [operation], groupResourceSchema),
    resource,
  );
  const { displayName, externalId, members: left = [] } = after;
  return groupOf({ displayName, externalId, members: left.map(({ value }) => value) });
}

function inProduction({ members, ...group }: Group, body: object): Group & { readonly isChanged: boolean } {
  const steps = teamSteps(readPatchOp(body, groupResourceSchema, { id: team.id }));
  const { externalId: _, ...nameless } = team;
  const before: Team = { ...nameless, ...group };
  const command: ChangeTeam = { accountId, teamId: team.id, actor, changes: steps.map(changeOf) };
  const { changes, events } = finished(
    decideChangeTeam(command, bookOf(members, before), new Date(at), { id: team.id }),
  );
  const after = changes.find((each) => each.kind === 'team')?.after ?? before;
  const roster = changes.find((each) => each.kind === 'roster');
  const left = new Set(members).difference(new Set(roster?.remove)).union(new Set(roster?.add));
  expect(after.version - before.version).toBe(events.length); // the version rises by one with each event
  return { ...groupOf({ ...after, members: [...left] }), isChanged: events.length > 0 };
}

function changeOf(step: SaidStep) {
  if (step.change === 'remove-found')
    return { change: 'remove-members' as const, members: { userIds: meant(step.where) } };
  if (!('userIds' in step)) return step;
  const members: MemberList = { userIds: [...step.userIds] };
  return { change: step.change, members };
}

/** Whom user-service would find, whether members or not. */
function meant(where: Parameters<typeof usersMeant>[0]): string[] {
  const filter: DomainFilter = usersMeant(where, 'https://scim.example/scim/v2');
  return everybody.filter((id) => fulfils(filter, userOf(id)));
}

function groupOf(of: { displayName: string; externalId?: string | undefined; members: readonly string[] }): Group {
  const { displayName, externalId, members } = of;
  return { displayName, ...(externalId === undefined ? {} : { externalId }), members: [...new Set(members)].sort() };
}

const person = fc.constantFrom(...everybody);
const people = fc.uniqueArray(person);
/** As they are served: each member is a User. */
const members = people.map((ids) => ids.map(memberOf));
const condition = fc.oneof(
  person.map((id) => `value eq "${id}"`),
  person.map((id) => `value ne "${id}"`),
  fc
    .tuple(fc.constantFrom('display', 'value'), fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'le'), person)
    .map(
      ([part, operator, id]) => `${part} ${operator} "${part === 'display' ? `${id.toUpperCase()}@example.com` : id}"`,
    ),
  fc.constantFrom(
    'display co "n"',
    'value co "n"',
    'display pr',
    'display eq null',
    'display ne null',
    'display ew "E.COM"',
  ),
  fc.constantFrom('type eq "user"', 'type ne "User"', 'type eq "Group"', 'value pr', 'value eq null'),
);
const filter = fc.oneof(
  { weight: 3, arbitrary: condition },
  fc.array(condition, { minLength: 2, maxLength: 4 }).map((each) => each.join(' or ')),
  fc.array(condition, { minLength: 2, maxLength: 3 }).map((each) => each.join(' and ')),
  fc.tuple(condition, condition).map(([one, other]) => `not (${one} or ${other}) and ${one}`),
);
const operation = fc.oneof(
  members.map((value) => ({ op: 'add', path: 'members', value })),
  members.map((value) => ({ op: 'Add', value: { members: value } })),
  members.map((value) => ({ op: 'replace', path: 'MEMBERS', value })),
  members.map((value) => ({ op: 'remove', path: 'members', value })),
  fc.constant({ op: 'remove', path: 'members' }),
  { weight: 4, arbitrary: filter.map((each) => ({ op: 'remove', path: `members[${each}]` })) },
  fc.constantFrom('Design', 'Sales').map((value) => ({ op: 'replace', path: 'displayName', value })),
  fc.constantFrom('Design', 'Sales').map((displayName) => ({ op: 'replace', value: { id: team.id, displayName } })),
  fc.constantFrom('g-1', 'g-2', null).map((value) => ({ op: 'add', path: 'externalId', value })),
  fc.constant({ op: 'remove', path: 'externalId' }),
  fc.constantFrom('displayName', 'id', 'meta', 'shoeSize').map((path) => ({ op: 'remove', path })),
);
const anyPatch = fc.array(operation, { maxLength: 4 }).map((Operations) => ({ schemas: [Urns.patchOp], Operations }));
const anyGroup = fc
  .tuple(fc.constantFrom('Design', 'Sales'), fc.option(fc.constantFrom('g-1', 'g-2')), people)
  .map(([displayName, externalId, ids]) => groupOf({ displayName, externalId: externalId ?? undefined, members: ids }));

describe('a PATCH of a group', () => {
  it('makes of it in production what the standard says, raises no version where that is nothing, or is refused', () => {
    let sameAs = 0;
    fc.assert(
      fc.property(anyGroup, anyPatch, (group, patch) => {
        const expected = outcomeOf(() => byTheStandard(group, patch));
        const found = outcomeOf(() => inProduction(group, patch));
        if ('refused' in expected || 'refused' in found) {
          expect(found).toEqual(expected);
          return;
        }
        const { isChanged, ...after } = found.done;
        expect(after).toEqual(expected.done);
        expect(isChanged).toBe(JSON.stringify(group) !== JSON.stringify(after));
        sameAs += 1;
      }),
      { numRuns: 2_000 * testTimes },
    );
    expect(sameAs).toBeGreaterThan(1_000 * testTimes);
  });

  it.each(['display co ""', 'not (value sw "")', 'value eq "ann" or display ew ""'])(
    'does not remove members by %s, which a template whose variable is empty would say',
    (of) => {
      const body = { Operations: [{ op: 'remove', path: `members[${of}]` }] };
      expect(outcomeOf(() => inProduction({ displayName: 'Design', members: ['ann'] }, body))).toEqual({
        refused: 'invalidFilter',
      });
    },
  );

  it.each([
    { op: 'replace', path: 'members[value eq "ann"]', value: { value: 'bob' } },
    { op: 'replace', path: 'members[value eq "ann"].value', value: 'bob' },
    { op: 'remove', path: 'members.value' },
    { op: 'add', path: 'members[value eq "ann"].type', value: 'Group' },
  ])('cannot make another member of one: %j', (operationOfMember) => {
    const body = { Operations: [operationOfMember] };
    expect(outcomeOf(() => inProduction({ displayName: 'Design', members: ['ann'] }, body))).toEqual({
      refused: 'mutability',
    });
  });
});
