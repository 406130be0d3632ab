import { expect, test } from 'vitest';
import { de } from './de';
import { sentences as germanSentences } from './de/sentences';
import { en } from './en';
import { sentences as englishSentences } from './en/sentences';
import { pseudo } from './pseudo';

/** All texts by their places; a function's is the sentence with its own parameters left out. */
function textsOf(part: unknown, place = ''): [string, unknown][] {
  if (typeof part !== 'object' || part === null) return [[place, part]];
  return Object.entries(part).flatMap(([name, value]) => textsOf(value, place ? `${place}.${name}` : name));
}

const english = new Map(textsOf({ ...en, sentences: englishSentences }));
const german = new Map(textsOf({ ...de, sentences: germanSentences }));
/** The same word in both languages. */
const same = new Set(
  [
    'Rollcall',
    'Teams',
    'Team',
    'Name',
    'Person',
    'Token',
    'Webhook',
    'Webhooks',
    'Version',
    'Organisation',
    'Okta',
  ].concat([
    'Microsoft Entra',
    'Microsoft Entra ID',
    'OneLogin',
    'JumpCloud',
    'authentik',
    'Ping Identity',
    'Keycloak',
    'Google',
    'SailPoint',
    'midPoint',
    'AWS IAM Identity Center',
  ]),
);

test('every text is there in German, at the same place and of the same kind', () => {
  expect([...german.keys()].toSorted()).toEqual([...english.keys()].toSorted());
  for (const [place, text] of english) expect(typeof german.get(place), place).toBe(typeof text);
});

test('no text is left in English', () => {
  const left = [...english].filter(
    ([place, text]) => typeof text === 'string' && german.get(place) === text && !same.has(text),
  );
  expect(left).toEqual([]);
});

test('the pseudo-language marks every text, also those that are made of values', () => {
  expect(pseudo.shell.signOut).toMatch(/^⟦.*~⟧$/);
  expect(pseudo.shell.again.as('ann')).toMatch(/^⟦.*~⟧$/);
  expect(pseudo.provisioning.checklist.steps.okta[0]).toMatch(/^⟦.*~⟧$/);
});
