import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entryLeaf, entryLeafHash, idHash, strike, textHash, type LoggedEntry, type LoggedField } from './index.js';

const salt = Buffer.alloc(32, 7).toString('base64');
const entry: LoggedEntry = {
  seq: 17,
  fields: {
    type: 'user.deactivated',
    at: '2026-11-28T20:57:53.123Z',
    actor: { id: '0190a6c1-0000-7000-8000-00000000000a' },
    also: [{ id: '0190a6c1-0000-7000-8000-00000000000b' }, { id: '0190a6c1-0000-7000-8000-00000000000c' }],
    address: { text: '192.0.2.7', salt },
    version: 3,
    isDryRun: false,
  },
};

test('the bytes of a leaf', () => {
  expect(entryLeaf(entry)).toBe(
    '{"fields":{"actor":{"idHash":"qj/9Sdu7SlqKFWd7dvfk5lcOvCRXoIfnZYaszJEfC8I="},' +
      '"address":{"textHash":"vtuuc9j4z2F70mqEHU3mcFqehEQzZ0dTYlXQXl3FDho="},' +
      '"also":[{"idHash":"7LHIIUhHaHEHO19FUHN82m8BKr0Ihwm/8GFxagaIkjg="},{"idHash":"NoqVyv7iYO3F4jdEqNzjoluwNYCC0ysv0cfg2PSchQg="}],' +
      '"at":"2026-11-28T20:57:53.123Z","isDryRun":false,"type":"user.deactivated","version":3},"seq":17,"version":1}',
  );
});

const ids = fc.record({ id: fc.uuid() });
const texts = fc.record({ text: fc.string({ unit: 'grapheme' }), salt: fc.constant(salt) });
const plain = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null));
const singles = fc.oneof(plain, ids, texts);
const names = fc.stringMatching(/^[a-z][A-Za-z0-9]{0,12}$/);
const entries: fc.Arbitrary<LoggedEntry> = fc.record({
  seq: fc.integer({ min: 1 }),
  fields: fc.dictionary(names, fc.oneof(singles, fc.array(singles, { maxLength: 3 })), { maxKeys: 6 }),
});

test('a leaf is JSON in its canonical form', () => {
  fc.assert(
    fc.property(entries, (each) => {
      const leaf = entryLeaf(each);
      expect(leaf).toBe(canonicalize(JSON.parse(leaf)));
    }),
  );
});

test('the order in which fields were set does not matter', () => {
  fc.assert(
    fc.property(entries, ({ seq, fields }) => {
      const reversed = Object.fromEntries(Object.entries(fields).toReversed());
      expect(entryLeaf({ seq, fields: reversed })).toBe(entryLeaf({ seq, fields }));
    }),
  );
});

test('struck ids and texts leave the same leaf, and nothing of themselves', () => {
  fc.assert(
    fc.property(entries, fc.func(fc.boolean()), (each, isStruck) => {
      const struck = strike(each, isStruck);
      expect(entryLeafHash(struck)).toEqual(entryLeafHash(each));
    }),
  );
  const all = JSON.stringify(strike(entry, () => true));
  for (const gone of ['00000000000a', '00000000000c', '192.0.2.7', salt]) expect(all).not.toContain(gone);
  const one = strike(entry, (value) => 'id' in value && value.id.endsWith('b'));
  expect(one.fields.also).toEqual([
    { idHash: idHash('0190a6c1-0000-7000-8000-00000000000b') },
    { id: '0190a6c1-0000-7000-8000-00000000000c' },
  ]);
  expect(one.fields.address).toEqual({ text: '192.0.2.7', salt });
});

test('what is struck already stays', () => {
  const once = strike(entry, () => true);
  expect(strike(once, () => true)).toEqual(once);
});

test('each changed, added, removed or renamed field is another leaf', () => {
  fc.assert(
    fc.property(entries, names, fc.oneof(singles, fc.array(singles)), (each, name, value) => {
      const { [name]: former, ...others } = each.fields;
      const changed = { seq: each.seq, fields: { ...others, [name]: value as LoggedField } };
      const isSame = JSON.stringify(former) === JSON.stringify(value);
      expect(entryLeafHash(changed).equals(entryLeafHash(each))).toBe(isSame);
      for (const [gone] of Object.entries(each.fields)) {
        const less = Object.fromEntries(Object.entries(each.fields).filter(([other]) => other !== gone));
        expect(entryLeafHash({ ...each, fields: less })).not.toEqual(entryLeafHash(each));
      }
      expect(entryLeafHash({ ...each, seq: each.seq + 1 })).not.toEqual(entryLeafHash(each));
    }),
  );
});

test('a text is bound to its salt, an id and a plain text are not each other', () => {
  const other = Buffer.alloc(32, 8).toString('base64');
  expect(textHash({ text: 'a', salt })).not.toBe(textHash({ text: 'a', salt: other }));
  const leaves = [{ id: 'a' }, { text: 'a', salt }, 'a', ['a'], [{ id: 'a' }], [], null];
  expect(new Set(leaves.map((value) => entryLeaf({ seq: 1, fields: { value } }))).size).toBe(leaves.length);
});

test('what would be in no leaf is refused', () => {
  const fields = JSON.parse('{"__proto__":"admin","type":"user.created"}') as LoggedEntry['fields'];
  expect(() => entryLeaf({ seq: 1, fields })).toThrow('No field has this name.');
});

test('half a surrogate pair has no leaf', () => {
  expect(() => entryLeaf({ seq: 1, fields: { name: '\ud83d' } })).toThrow('surrogate');
});
