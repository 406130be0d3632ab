import { expect, it } from 'vitest';
import { Cursors } from './cursors.js';

const cursors = new Cursors('key');
const search = { accountId: '01890a5d-ac96-774b-bcce-b302099a8057', log: 'changes', order: 'desc' } as const;

it('lead back to their place, for the search that they are of', () => {
  for (const seq of [0, 1, 1_234_567_890_123]) {
    expect(cursors.read(cursors.write({ ...search, seq }), search)).toBe(seq);
  }
});

it('are refused for another account, log or order, from another key, and when they are touched', () => {
  const cursor = cursors.write({ ...search, seq: 70 });
  const others = [
    { ...search, accountId: '01890a5d-ac96-774b-bcce-b302099a8058' },
    { ...search, log: 'reads' },
    { ...search, order: 'asc' },
  ] as const;
  for (const other of others) expect(() => cursors.read(cursor, other)).toThrow(/none of this search/);
  expect(() => new Cursors('other').read(cursor, search)).toThrow(/none of this search/);
  for (const touched of ['', cursor.slice(1), `2${cursor}`, cursor.replace('.', '')])
    expect(() => cursors.read(touched, search)).toThrow(/none of this search/);
});
