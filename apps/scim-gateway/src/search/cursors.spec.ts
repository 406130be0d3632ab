import { describe, expect, it } from 'vitest';
import { Cursors } from './cursors.js';

const place = { id: '01890a5d-ac96-774b-bcce-b302099a8057', key: 'lee' };
const refusal = (scimType: string) => expect.objectContaining({ status: 400, scimType }) as Error;

describe('a cursor', () => {
  it('says where its page begins, to every instance with the same secret', () => {
    const cursor = new Cursors('secret').seal({ total: 7, place }, 'list');
    expect(new Cursors('secret').open(cursor, 'list')).toEqual({ total: 7, place });
    expect(cursor).toMatch(/^[\w-]+$/);
  });

  it('tells nobody what it says, since that may be a name', () => {
    const cursor = new Cursors('secret').seal({ total: 7, place }, 'list');
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain('lee');
  });

  it.each<[string, (cursor: string) => [Cursors, string, string]]>([
    ['another list', (cursor) => [new Cursors('secret'), cursor, 'other list']],
    ['another secret', (cursor) => [new Cursors('other'), cursor, 'list']],
    [
      'a changed text',
      (cursor) => [new Cursors('secret'), `${cursor.slice(0, -2)}${cursor.endsWith('AA') ? 'BB' : 'AA'}`, 'list'],
    ],
    ['a short text', () => [new Cursors('secret'), 'abc', 'list']],
    ['any text', () => [new Cursors('secret'), 'ä ö'.repeat(50), 'list']],
  ])('of %s is none', (_, of) => {
    const [cursors, cursor, list] = of(new Cursors('secret').seal({ total: 7, place }, 'list'));
    expect(() => cursors.open(cursor, list)).toThrow(refusal('invalidCursor'));
  });

  it('finds its page for an hour', () => {
    const at = (ms: number) => new Cursors('secret', () => ms);
    const cursor = at(0).seal({ total: 7, place }, 'list');
    expect(at(3_600_000).open(cursor, 'list')).toEqual({ total: 7, place });
    expect(() => at(3_600_001).open(cursor, 'list')).toThrow(refusal('expiredCursor'));
  });
});
