import { Refusal } from '@rollcall/contracts';
import { expect, it } from 'vitest';
import { accountId, at, bookOf, team } from '../../test/support/one-team.js';
import { decideAddByHand, decideRemoveByHand } from './manual-changes.js';

const now = new Date(at);
const admin = { accountId, teamId: team.id, actor: { kind: 'admin', id: 'x' } } as const;

it.each([
  ['added', decideAddByHand, 'bob'],
  ['removed', decideRemoveByHand, 'ann'],
] as const)('a member is %s only where the team is as it was read, if the command says how', (_, decide, userId) => {
  const of = (version: number) => decide({ ...admin, userId, ifMatch: [String(version)] }, bookOf(['ann']), now);
  expect(() => of(team.version - 1)).toThrow(new Refusal('version-mismatch', { version: team.version }));
  expect(of(team.version).reply).toMatchObject({ version: team.version + 1, changed: true });
});
