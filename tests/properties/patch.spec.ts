import { isDeepStrictEqual } from 'node:util';
import type { UserView } from '@rollcall/contracts';
import {
  applyPatch,
  readPatchOp,
  Urns,
  userResourceSchema,
  type PatchOperation,
  type UserResource,
} from '@rollcall/scim';
import { testTimes } from '@rollcall/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { userChanges } from '../../apps/scim-gateway/src/resources/user-changes.js';
import { userToScim } from '../../apps/scim-gateway/src/resources/user-mapping.js';
import { decideChangeUser, desiredByChanges } from '../../apps/user-service/src/domain/user/change-user.js';
import { viewOf, type User } from '../../apps/user-service/src/domain/user/user.js';
import { anAccount, directory, given, now } from '../../apps/user-service/test/support/given.js';
import { addressKeys, created, kept, outcomeOf } from './both-sides.js';
import { anyPatch, anyUserBody } from './scim-requests.js';

/*
 * A PATCH is carried out twice: by the standard's rules on the resource (`applyPatch`), and as in production, by the gateway's changes
 * on user-service's user. Both must come to the same resource, or to the same refusal.
 */

const baseUrl = 'https://x/scim/v2';

function inProduction(user: User, body: object): User {
  const changes = userChanges(readPatchOp(body, userResourceSchema, { id: user.id }));
  const desired = desiredByChanges({ actor: directory, changes }, { account: anAccount(), before: user, now });
  const { externalId: _, ...before } = user;
  const { userName, externalId, userType = user.userType, active = user.active, profile } = desired;
  return { ...before, ...(externalId === undefined ? {} : { externalId }), userName, userType, active, profile };
}

function byTheStandard(resource: UserResource, body: object, id: string): UserResource {
  const operations = readPatchOp(body, userResourceSchema, { id });
  const before = withShownAddress(resource);
  const after = applyPatch(before, operations, userResourceSchema, addressKeys);
  const whole = kept(withoutFormerManagersName(before, after, operations), before);
  const isSaid = operations.some(({ op, path }) => op !== 'add' && path.attribute === 'emails' && isWhole(path));
  return resource.emails || isSaid ? whole : withoutShownAddress(whole, resource);
}

const isWhole = ({ valueFilter, subAttribute }: PatchOperation['path']) =>
  valueFilter === undefined && subAttribute === undefined;

const shownAddress = ({ userName }: UserResource) => ({ value: userName, type: 'work', primary: true });

/** Where there is no address, the userName is shown as one: a filter finds it, and what changes make of it is kept. */
const withShownAddress = (resource: UserResource): UserResource => ({
  ...resource,
  emails: resource.emails ?? [shownAddress(resource)],
});

function withoutShownAddress({ emails = [], ...rest }: UserResource, before: UserResource): UserResource {
  const isShownOnly = (email: object) => isDeepStrictEqual({ ...email, primary: true }, shownAddress(before));
  const left = emails.filter((email) => !isShownOnly(email));
  return kept(left.length > 0 ? { ...rest, emails: left } : rest, before);
}

/** Rule of the product: another manager's id does not stay beside the former one's name, unless the request says the name. */
function withoutFormerManagersName(
  before: UserResource,
  after: UserResource,
  operations: readonly PatchOperation[],
): UserResource {
  const managerOf = (resource: UserResource) => resource[Urns.enterpriseUser]?.manager;
  const former = managerOf(before)?.value;
  if (former === undefined || former === managerOf(after)?.value) return after;
  const path = { schema: Urns.enterpriseUser, attribute: 'manager', subAttribute: 'displayName' };
  return applyPatch(before, [{ op: 'remove', path }, ...operations], userResourceSchema, addressKeys);
}

/** Importers need a name and an address: where nothing is known, they say what the userName says. They are shown, and not kept. */
function shown(resource: UserResource): UserResource {
  const { userName } = resource;
  const standIns = { name: { formatted: userName }, emails: [{ value: userName, type: 'work', primary: true }] };
  return { ...standIns, ...resource };
}

function shownInProduction(user: User): UserResource {
  const { id: _, meta: __, ...resource } = userToScim(viewOf(user) satisfies UserView, baseUrl);
  return resource;
}

/** Rule 5: an inactive user who gets another externalId may be another person, and keeps nothing of the former one. */
const mayBeAnother = (before: User, after: Pick<UserResource, 'externalId'>) =>
  !before.active && before.externalId !== undefined && before.externalId !== after.externalId;

/** Somebody else comes with an address that the former person's is to become. */
const anotherPerson = {
  body: { userName: 'ann@example.com', externalId: 'a', active: false, addresses: [{ formatted: 'a' }] },
  patches: [
    {
      Operations: [
        { op: 'replace', value: { active: true, externalId: 'b' } },
        { op: 'replace', path: 'addresses[formatted pr].locality', value: 'b' },
      ],
    },
  ],
};

describe('a PATCH of a user', () => {
  it('makes of it in production what the standard says, or is refused for the same reason', () => {
    fc.assert(
      fc.property(anyUserBody, fc.array(anyPatch, { minLength: 1, maxLength: 3 }), (body, patches) => {
        let { user, resource } = created(body);
        expect(shownInProduction(user)).toEqual(shown(resource));
        for (const patch of patches) {
          const expected = outcomeOf(() => byTheStandard(resource, patch, user.id));
          const found = outcomeOf(() => inProduction(user, patch));
          // What would change the former person finds nothing to change, which may be refused.
          if ('done' in expected && mayBeAnother(user, expected.done)) return;
          // Whoever leaves, leaves (rule 5): what the standard refuses about another attribute stays as it was.
          if ('refused' in expected && 'done' in found && !found.done.active) return;
          if ('refused' in expected || 'refused' in found) {
            expect(found).toEqual(expected);
            continue;
          }
          [resource, user] = [expected.done, found.done];
          expect(shownInProduction(user)).toEqual(shown(resource));
        }
      }),
      { numRuns: 2_000 * testTimes, examples: [[anotherPerson.body, anotherPerson.patches]] },
    );
  });

  it('of what is there raises no version: what was added or replaced once is nothing the second time', () => {
    fc.assert(
      fc.property(anyUserBody, fc.constantFrom('add', 'replace'), fc.boolean(), (body, op, hasPath) => {
        let { user } = created(body);
        const { schemas: _, ...said } = created(body).resource;
        for (const [path, value] of Object.entries(said)) {
          const operation = hasPath ? { op, path, value } : { op, value: { [path]: value } };
          const changes = userChanges(readPatchOp({ Operations: [operation] }, userResourceSchema, { id: user.id }));
          const command = { accountId: user.accountId, userId: user.id, actor: directory, changes };
          const decide = () => decideChangeUser(command, given([user]), now);
          user = decide().changes.findLast((change) => change.kind === 'user')?.after ?? user;
          const again = decide();
          expect([again.changes, again.events, again.reply?.changed], path).toEqual([[], [], false]);
        }
      }),
      { numRuns: 300 * testTimes },
    );
  });
});
