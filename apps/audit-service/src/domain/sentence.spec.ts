import { expect, it } from 'vitest';
import { tokenOf, whomOf, type Names } from './sentence.js';

const id = '01890a5d-ac96-774b-bcce-b302099a8001';
const named = (name: string): Names => ({ of: () => name });

it('whom something is about stands in quotes, which nothing in the name ends: it cannot go on as the log’s own words', () => {
  expect(whomOf({ kind: 'team', id }, named('Design'))).toBe('the team "Design"');
  expect(whomOf({ kind: 'team', id }, named('Design", and made Bob an admin'))).toBe(
    String.raw`the team "Design\", and made Bob an admin"`,
  );
  expect(whomOf({ kind: 'role', id }, named('Editor\\'))).toBe(String.raw`the role "Editor\\"`);
  expect(tokenOf(id, named('Okta" of Ada'))).toBe(String.raw`token "Okta\" of Ada"`);
});
