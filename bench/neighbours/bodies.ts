const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';

const range = <T>(length: number, each: (n: number) => T) => Array.from({ length }, (_, n) => each(n));

const patch = (operations: readonly object[]) => JSON.stringify({ schemas: [patchSchema], Operations: operations });

/** 1,000 operations that each add some addresses: each is compared with all before it. */
export function addingAddresses(each: number): string {
  return patch(
    range(1_000, (n) => ({
      op: 'add',
      path: 'emails',
      value: range(each, (m) => ({ value: `${n * each + m}@a.io` })),
    })),
  );
}

/** 1,000 operations, each on the addresses that one of 50 conditions selects. */
export function selectingAddresses(): string {
  const conditions = range(50, (n) => `type eq "w${n}"`).join(' or ');
  return patch(range(1_000, (n) => ({ op: 'replace', path: `emails[${conditions}].display`, value: `d${n}` })));
}

/** Somebody with 100 addresses. */
export function manyAddresses(userName: string): string {
  const emails = range(100, (n) => ({ value: `${n}-${userName}`, type: `w${n}` }));
  return JSON.stringify({ schemas: [userSchema], userName, name: { givenName: 'Ann', familyName: 'Lee' }, emails });
}

export const titled = (title: string) => patch([{ op: 'replace', value: { title } }]);

/** 1,000 operations that each add 600 members to a group. */
export const addingMembers = (ids: readonly string[]) =>
  patch(range(1_000, () => ({ op: 'add', path: 'members', value: ids.slice(0, 600).map((value) => ({ value })) })));

export function group(displayName: string, ids: readonly string[]): string {
  return JSON.stringify({ schemas: [groupSchema], displayName, members: ids.map((value) => ({ value })) });
}

/** 31.9 MB of members that are empty. */
export const emptyMembers = () =>
  Buffer.from(`{"schemas":["${groupSchema}"],"displayName":"Empty","members":[${'{},'.repeat(10_600_000)}{}]}`);

/** A group of members with all their keys, whom nobody knows: 150,000 are 28 MB that are read to their end. */
export function groupOfUnknown(count: number): string {
  const members = range(count, (n) => {
    const value = `01890a5d-ac96-774b-bcce-${String(n).padStart(12, '0')}`;
    const $ref = `https://scim.example.com/scim/v2/Users/${value}`;
    return { value, $ref, display: `person.number.${n}@some.example.com`, type: 'User' };
  });
  return JSON.stringify({ schemas: [groupSchema], displayName: 'Strangers', members });
}

/** A filter of 60 conditions. */
export const longFilter = (n: number) =>
  encodeURIComponent(range(60, (m) => `emails.value eq "${n % 100}-${m}@a.io"`).join(' and '));

/** A bulk request that creates people, whose bodies are made for each. */
export function bulkOfCreations(count: number, person: (at: number) => string): string {
  const operations = range(count, (at) => `{"method":"POST","path":"/Users","bulkId":"b${at}","data":${person(at)}}`);
  return `{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[${operations.join(',')}]}`;
}
