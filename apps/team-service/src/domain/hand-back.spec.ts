import { defaultAccountSettings, Refusal, type Actor } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { decideHandBack } from './hand-back.js';
import type { Members, TeamState } from './team-state.js';
import type { Team } from './team.js';

const accountId = '01890a5d-ac96-774b-bcce-b302099a8057';
const teamId = '01890a5d-ac96-774b-bcce-b302099a8061';
const actor: Actor = { kind: 'admin', id: '01890a5d-ac96-774b-bcce-b302099a8063' };
const command = { accountId, teamId, actor };
const now = new Date('2026-03-01T10:00:00.000Z');
const ids = { accountId, teamId };

const at = '2026-02-01T00:00:00.000Z';
const design: Team = {
  accountId,
  id: teamId,
  version: 7,
  displayName: 'Design',
  externalId: 'g-1',
  ownedBy: 'directory',
  ownedSince: at,
  waitsUntil: at,
  createdAt: at,
  updatedAt: at,
};

/**
 * A state with one team: ann is on the roster and a member, eve was added by hand, bob is on the roster and was removed
 * by hand.
 */
function bookWith(team: Team): TeamState {
  const sources: ReadonlyMap<string, 'directory' | 'manual'> = new Map([
    ['ann', 'directory'],
    ['eve', 'manual'],
  ]);
  const members: Pick<Members, 'roster' | 'memberships' | 'source'> = {
    roster: () => new Set(['ann', 'bob']),
    memberships: () => sources.keys(),
    source: (userId) => sources.get(userId),
  };
  const account = { id: accountId, version: 1, settings: defaultAccountSettings, mode: 'enforce' };
  const state = { account: () => account, members: () => members, team: () => team };
  return state as unknown as TeamState; // only what this decision reads
}

describe('handing a team back to the workspace', () => {
  it("ends the directory's ownership and roster; whoever is in stays, as if put in by hand", () => {
    const { changes, events, reply } = decideHandBack(command, bookWith(design), now);
    const { ownedSince: _, waitsUntil: __, ...kept } = design;
    const after = { ...kept, ownedBy: 'workspace', version: 8, updatedAt: now.toISOString() };
    expect(changes).toEqual([
      { kind: 'team', before: design, after },
      { kind: 'roster', ...ids, add: [], remove: ['ann', 'bob'] },
      {
        kind: 'memberships',
        ...ids,
        add: ['ann'],
        as: { source: 'manual', addedAt: now.toISOString(), addedBy: actor },
      },
      { kind: 'dirty', ...ids },
    ]);
    const payload = { ...ids, ownedBy: 'workspace', actor };
    expect(events).toEqual([{ type: 'team.handed-back', accountId, aggregateId: teamId, version: 8, payload }]);
    expect(reply).toMatchObject({ version: 8, ownedBy: 'workspace', changed: true });
  });

  it("changes nothing of a team that is the workspace's already", () => {
    const { ownedSince: _, ...rest } = design;
    const decision = decideHandBack(command, bookWith({ ...rest, ownedBy: 'workspace' }), now);
    expect([decision.changes, decision.events, decision.reply?.changed]).toEqual([[], [], false]);
  });

  it('is refused where the team has changed since it was read', () => {
    const late = () => decideHandBack({ ...command, ifMatch: ['6'] }, bookWith(design), now);
    expect(late).toThrow(new Refusal('version-mismatch', { version: 7 }));
    expect(decideHandBack({ ...command, ifMatch: ['6', '7'] }, bookWith(design), now).reply?.changed).toBe(true);
  });
});
