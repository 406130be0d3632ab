export const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** A PATCH with one operation. */
export const patchOf = (operation: object) => ({ schemas: [patchSchema], Operations: [operation] });

/** A group with these members; nothing is said of members where there are none, as Okta's catalogue apps do. */
export const groupOf = (displayName: string, userIds: readonly string[]) => ({
  schemas: [groupSchema],
  displayName,
  ...(userIds.length === 0 ? {} : { members: userIds.map((value) => ({ value })) }),
});

/** Puts one person into a group, or takes one out, as Okta says it. */
export const memberPatch = (userId: string, enters: boolean) =>
  patchOf(
    enters
      ? { op: 'add', path: 'members', value: [{ value: userId }] }
      : { op: 'remove', path: `members[value eq "${userId}"]` },
  );
