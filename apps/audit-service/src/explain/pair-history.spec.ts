import type { MembershipState, UserView } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import type { ExplanationReads } from '../persistence/explanation-reads.js';
import { readPairHistory } from './pair-history.js';

const [accountId, teamId, userId] = [1, 2, 3].map((n) => `01890a5d-ac96-774b-bcce-00000000000${n}`) as [
  string,
  string,
  string,
];
const hour = (n: number) => `2026-11-30T${String(n).padStart(2, '0')}:00:00.000Z`;
const now = new Date(hour(12));

/** What the log has not heard of, where the team and the person have these versions and the log has heard of those. */
async function behind(of: { team: [heard: number, version: number]; user: [number, number]; completeSince?: Date }) {
  const heard = new Map([
    [teamId, of.team[0]],
    [userId, of.user[0]],
  ]);
  const reads: Partial<ExplanationReads> = {
    newest: () => Promise.resolve({ entries: [], isWhole: true }),
    chain: () => Promise.resolve([]),
    heardVersions: () => Promise.resolve(heard),
  };
  const team = { id: teamId, displayName: 'Design', ownedBy: 'directory', version: of.team[1], updatedAt: hour(8) };
  const asked = {
    pair: { accountId, teamId, userId },
    state: { of: { team } as Partial<MembershipState> as MembershipState },
    user: { version: of.user[1], updatedAt: hour(9) } as Partial<UserView> as UserView,
    completeSince: of.completeSince,
  };
  return (await readPairHistory(reads as ExplanationReads, asked, now)).behind;
}

describe('what the log has not heard of', () => {
  it('is the newest change of the team, else of the person', async () => {
    expect(await behind({ team: [6, 7], user: [1, 2] })).toBe('team');
    expect(await behind({ team: [7, 7], user: [1, 2] })).toBe('person');
    expect(await behind({ team: [7, 7], user: [2, 2] })).toBeUndefined();
  });

  it('is not waited for where it happened before the log was complete: it may never come', async () => {
    expect(await behind({ team: [6, 7], user: [1, 2], completeSince: new Date(hour(10)) })).toBeUndefined();
    expect(await behind({ team: [6, 7], user: [1, 2], completeSince: new Date(hour(7)) })).toBe('team');
  });
});
