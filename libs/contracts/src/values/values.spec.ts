import { isStorable } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { isObject } from './is-object.js';
import { isUUID } from 'class-validator';
import { v7 as uuidv7 } from 'uuid';
import { isUuid, isUuidOfStandard, leastUuidOf, nilUuid, timeOfUuid } from './uuid.js';

describe('a UUID', () => {
  it.each(['01890a5d-ac96-774b-bcce-b302099a8057', '01890A5D-AC96-774B-BCCE-B302099A8057', nilUuid])(
    '%s is a UUID',
    (text) => {
      expect(isUuid(text)).toBe(true);
    },
  );

  it.each(['', '42', '01890a5dac96774bbcceb302099a8057', `${nilUuid}\n`, ` ${nilUuid}`, `{${nilUuid}}`])(
    '%j is no UUID',
    (text) => {
      expect(isUuid(text)).toBe(false);
    },
  );
});

describe('a UUID of the standard', () => {
  it.each([
    '01890a5d-ac96-774b-bcce-b302099a8057',
    '01890A5D-AC96-474B-8CCE-B302099A8057',
    nilUuid,
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    '11111111-1111-1111-1111-111111111111',
    '01890a5d-ac96-974b-bcce-b302099a8057',
    '01890a5d-ac96-074b-bcce-b302099a8057',
    'x',
  ])('is %s where a command takes it, and else not', (text) => {
    expect(isUuidOfStandard(text)).toBe(isUUID(text));
  });
});

describe('the time of a UUID', () => {
  const made = Date.parse('2026-03-01T10:00:00.123Z');
  const time = made.toString(16).padStart(12, '0').replace(/^.{8}/, '$&-');

  it.each([`${time}-7abc-8def-0123456789ab`, `${time}-7ABC-BDEF-0123456789AB`])('is in the UUIDv7 %s', (id) => {
    expect(timeOfUuid(id)).toBe(made);
  });

  it.each([`${time}-4abc-8def-0123456789ab`, `${time}-7abc-cdef-0123456789ab`, nilUuid, 'x', ''])(
    'is not in %j',
    (id) => {
      expect(timeOfUuid(id)).toBeUndefined();
    },
  );
});

describe('the least UUID of a millisecond', () => {
  it.each([0, 1, Date.parse('2026-03-01T10:00:00.123Z')])('is a UUIDv7 of %d, and before all others of it', (ms) => {
    expect(timeOfUuid(leastUuidOf(ms))).toBe(ms);
    const others = Array.from({ length: 100 }, () => uuidv7({ msecs: ms }));
    expect(others.every((id) => leastUuidOf(ms) < id && id < leastUuidOf(ms + 1))).toBe(true);
  });

  it('is of the first millisecond where the time is before it', () => {
    expect(leastUuidOf(-1)).toBe(leastUuidOf(0));
  });
});

describe('a text that can be kept', () => {
  it.each(['', 'Ünïcödé', '\u{1F600}', 'a\nb\t'])('the text %j can be stored', (text) => {
    expect(isStorable(text)).toBe(true);
  });

  it.each(['a\0b', '\uD83D', 'x\uDE00y'])('the text %j cannot be stored', (text) => {
    expect(isStorable(text)).toBe(false);
  });
});

describe('an object of JSON', () => {
  it.each([
    [{}, true],
    [{ a: 1 }, true],
    [[], false],
    [null, false],
    [undefined, false],
    ['{}', false],
    [1, false],
  ])('%j is an object: %s', (value, is) => {
    expect(isObject(value)).toBe(is);
  });
});
