import { describe, expect, it } from 'vitest';
import { defineEvent, upcast } from '../index.js';

class Named {
  givenName: string;
  familyName: string;
}
const named = {
  type: 'specs.named',
  topic: 'specs.events',
  key: () => 'one',
  payload: Named,
  example: { givenName: 'Ann', familyName: 'Lee' },
} as const;
/** Version 1 had `name`, version 2 `fullName`. */
const upcasts = [
  ({ name, ...rest }: Readonly<Record<string, unknown>>) => ({ ...rest, fullName: name }),
  ({ fullName, ...rest }: Readonly<Record<string, unknown>>) => {
    const [givenName, familyName] = String(fullName).split(' ');
    return { ...rest, givenName, familyName };
  },
];

describe('a payload of an older version', () => {
  it('takes every step to today’s, and none that is behind it', () => {
    const definition = { version: 3, upcasts };
    const today = { kept: 1, givenName: 'Ann', familyName: 'Lee' };
    expect(upcast(definition, 1, { kept: 1, name: 'Ann Lee' })).toEqual(today);
    expect(upcast(definition, 2, { kept: 1, fullName: 'Ann Lee' })).toEqual(today);
    expect(upcast(definition, 3, today)).toEqual(today);
  });

  it('takes the last steps where the oldest versions are not read any more', () => {
    expect(upcast({ version: 9, upcasts }, 8, { fullName: 'Ann Lee' })).toEqual(named.example);
  });

  it('leaves what it was given as it is', () => {
    const old = Object.freeze({ name: 'Ann Lee' });
    upcast({ version: 3, upcasts }, 1, old);
    expect(old).toEqual({ name: 'Ann Lee' });
  });
});

it('a definition has no more upcasts than older versions', () => {
  expect(() => defineEvent({ ...named, version: 2, upcasts })).toThrow('specs.named has too many upcasts');
});
