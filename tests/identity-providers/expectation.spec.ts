import { describe, expect, it } from 'vitest';
import { differences, Expected, filledIn, laidOver, type Memory } from './expectation.js';

const compare = (expected: unknown, actual: unknown, whole = true, memory: Memory = new Map()) =>
  differences(expected, actual, whole, memory);

describe('an expected answer', () => {
  it('is met by the same fields with the same values, and by nothing else', () => {
    const user = { id: '1', active: true, emails: [{ value: 'a@example.com' }] };
    expect(compare(user, structuredClone(user))).toEqual([]);
    expect(compare(user, { ...user, active: 'true' })).toEqual(['answer.active is "true", not true']);
    expect(compare(user, { ...user, emails: [] })).toEqual(['answer.emails has 0 elements, not 1: []']);
    expect(compare(user, { id: '1', emails: user.emails })).toEqual(['answer.active is absent, not true']);
    expect(compare(user, { ...user, password: 'x' })).toEqual(['answer.password is there, unexpected: "x"']);
    expect(compare(user, undefined)).toEqual(['answer is absent, not an object']);
  });

  it('may leave fields out where it names some only, but not change those', () => {
    expect(compare({ id: '1' }, { id: '1', active: true }, false)).toEqual([]);
    expect(compare({ id: '1' }, { id: '2', active: true }, false)).toHaveLength(1);
    expect(compare({ password: new Expected('nothing') }, { id: '1' }, false)).toEqual([]);
    expect(compare({ password: new Expected('nothing') }, { password: 'x' }, false)).toHaveLength(1);
  });

  it('keeps what it is told to, for later requests and answers', () => {
    const memory: Memory = new Map();
    expect(compare({ id: new Expected('text', 'id') }, { id: 'u1' }, true, memory)).toEqual([]);
    expect(filledIn({ path: '/Users/${id}', value: ['${id}'] }, memory)).toEqual({ path: '/Users/u1', value: ['u1'] });
    expect(() => filledIn('${other}', memory)).toThrow('nothing was kept as other');
  });

  it.each([
    ['time', '2026-11-24T12:00:00.000Z', '2026-11-24'],
    ['uuid', '01890a5d-ac96-774b-bcce-b302099a8057', 'u1'],
    ['number', 1, '1'],
    ['text', 'x', ''],
    ['list', [1], []],
  ])('knows a %s', (kind, fitting, other) => {
    expect(compare(new Expected(kind), fitting)).toEqual([]);
    expect(compare(new Expected(kind), other)).toHaveLength(1);
    expect(compare(new Expected(kind), undefined)).toHaveLength(1);
  });

  it('does not guess at a kind that it does not know', () => {
    expect(() => new Expected('thing')).toThrow('nothing is known of "thing"');
  });
});

describe('sending an answer back with changes on top', () => {
  it('changes fields within objects, replaces lists, and leaves out what is null', () => {
    const answer = { id: '1', name: { givenName: 'Ann', formatted: 'Ann Lee' }, emails: [1, 2], title: 'x' };
    expect(laidOver(answer, { name: { givenName: 'Anna' }, emails: [3], title: null })).toEqual({
      id: '1',
      name: { givenName: 'Anna', formatted: 'Ann Lee' },
      emails: [3],
    });
  });
});
