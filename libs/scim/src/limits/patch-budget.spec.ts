import { describe, expect, it } from 'vitest';
import { patchOpReading, readPatchOp } from '../patch/read-patch-op.js';
import { groupResourceSchema, userResourceSchema } from '../schemas/resource-schema.js';
import { Urns } from '../schemas/urns.js';

const times = <T>(count: number, of: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => of(at));
const patch = (Operations: object[]) => ({ schemas: [Urns.patchOp], Operations });
const ofUser = (Operations: object[]) => readPatchOp(patch(Operations), userResourceSchema);
const ofGroup = (Operations: object[]) => readPatchOp(patch(Operations), groupResourceSchema);
const refused = (detail: RegExp) =>
  expect.objectContaining({ status: 400, scimType: 'invalidValue', detail: expect.stringMatching(detail) }) as Error;

const email = (at: number) => ({ value: `${at}@example.com` });
const filter = (conditions: number) =>
  times(conditions, (at) => `${at % 2 ? 'not (' : ''}type eq "${at}"${at % 2 ? ')' : ''}`).join(' or ');

describe('the work of a PATCH', () => {
  it('may be 1,000 operations of one value each', () => {
    const add = times(1_000, (at) => ({ op: 'add', path: 'emails', value: [email(at)] }));
    expect(ofUser(add)).toHaveLength(1_000);
  });

  it('is refused for more than 1,000 values in all operations', () => {
    const add = times(11, (at) => ({ op: 'add', path: 'emails', value: times(100, email).slice(at === 0 ? 99 : 0) }));
    expect(() => ofUser(add)).toThrow(refused(/bring more than 1000 values.*Send them in several requests\.$/));
    expect(ofUser(add.slice(1))).toHaveLength(10);
  });

  it('is refused for more than 5,000 conditions in all operations', () => {
    const remove = times(1_000, () => ({ op: 'remove', path: `emails[${filter(5)}]` }));
    expect(ofUser(remove)).toHaveLength(1_000);
    const more = [...remove.slice(1), { op: 'remove', path: `emails[${filter(6)}]` }];
    expect(() => ofUser(more)).toThrow(refused(/paths with more than 5000 conditions.*simpler filters/));
  });

  it('is read operation by operation: whoever reads may let others go first between them', () => {
    const remove = times(1_000, () => ({ op: 'remove', path: `emails[${filter(5)}]` }));
    const reading = patchOpReading(patch(remove), userResourceSchema);
    let steps = 0;
    while (reading.next().done !== true) steps += 1;
    expect(steps).toBe(1_000);
  });

  it('counts the values that a removal names as conditions', () => {
    const remove = { op: 'remove', path: 'emails', value: times(5_001, email) };
    expect(() => ofUser([remove])).toThrow(refused(/more than 5000 conditions/));
  });

  it('is refused for more than 5,000 single changes', () => {
    const name = {
      formatted: 'a',
      familyName: 'b',
      givenName: 'c',
      middleName: 'd',
      honorificPrefix: 'e',
      honorificSuffix: 'f',
    };
    const replace = times(834, () => ({ op: 'replace', path: 'name', value: name }));
    expect(ofUser(replace.slice(1))).toHaveLength(4_998);
    expect(() => ofUser(replace)).toThrow(refused(/come to more than 5000 changes/));
  });

  it('may name 150,000 members, in whatever way, and no more', () => {
    const members = times(75_000, (at) => ({ value: `user ${at}` }));
    const operations = [
      { op: 'add', path: 'members', value: members },
      { op: 'remove', path: 'members', value: members },
    ];
    expect(ofGroup(operations)).toHaveLength(2);
    const more = [...operations, { op: 'remove', path: 'members[value eq "one"]' }];
    expect(() => ofGroup(more)).toThrow(refused(/name more than 150000 members/));
  });
});
