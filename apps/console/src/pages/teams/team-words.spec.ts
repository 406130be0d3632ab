import { describe, expect, it } from 'vitest';
import type { Run } from '../../api/generated/types.gen.js';
import { date } from '../../texts/format.js';
import { fatesOf, removedText } from './drift-words.js';
import { putInText, takeOutText } from './member-words.js';
import { outcomeOf, type Change } from './outcome-of.js';
import { teamsQuestion } from './team-question.js';
import { ownerText } from './team-words.js';

const nothing = { changed: true, events: [] } as const;
const evict = { would: 'evict', mode: 'enforce' } as const;

describe('the question behind the filters of the teams', () => {
  it('has those that say something', () => {
    expect(teamsQuestion({ search: 'des', owner: 'directory', drift: '1', held: '1' }, true)).toEqual({
      order: 'name',
      search: 'des',
      ownedBy: 'directory',
      drift: 'true',
      held: 'true',
    });
    expect(teamsQuestion({ search: '', owner: 'everybody' }, true)).toEqual({ order: 'name' });
  });

  it('asks nothing of the reconciler for who may not see it', () => {
    expect(teamsQuestion({ drift: '1', held: '1' }, false)).toEqual({ order: 'name' });
  });
});

it('the owner of a team is named with since when', () => {
  const ownedSince = '2026-05-03T00:00:00.000Z';
  expect(ownerText({ ownedBy: 'directory', ownedSince }, 'Okta')).toBe(`Okta since ${date(ownedSince)}`);
  expect(ownerText({ ownedBy: 'directory' }, 'your directory')).toBe('Your directory');
  expect(ownerText({ ownedBy: 'workspace' }, 'Okta')).toBe('Workspace');
});

describe('a change of who is in a team', () => {
  it.each([
    [nothing, 'Ann gets access to all that this team sees.'],
    [{ ...nothing, changed: false }, 'Ann is in this team already.'],
    [{ ...nothing, reconciler: evict }, 'Okta keeps this team: Ann will be put out again within a second.'],
    [
      { ...nothing, reconciler: { ...evict, mode: 'paused' as const } },
      'Ann stays until the reconciler puts things right again.',
    ],
  ])('by putting somebody in: %j', (would, sentence) => {
    expect(putInText({ ...would, events: [] }, 'Ann', 'Okta')).toBe(sentence);
  });

  it('by taking somebody out', () => {
    const restore = { would: 'restore', mode: 'enforce' } as const;
    expect(takeOutText({ changed: true, events: [] }, 'Ann', 'Okta')).toMatch(/loses the access/);
    expect(takeOutText({ changed: true, events: [], reconciler: restore }, 'Ann', 'Okta')).toMatch(
      /put in again within/,
    );
    expect(takeOutText({ changed: false, events: [] }, 'Ann', 'Okta')).toMatch(/not in this team any more/);
  });
});

describe('what came of a change', () => {
  const at = '2026-03-01T03:12:40.000Z';
  const change: Change = { teamId: 't', userId: 'u', name: 'Ann Lee', side: 'evicted', at, mode: 'enforce' };
  const who = { userId: 'u', reason: '', at };
  const run: Run = {
    id: 'r',
    teamId: 't',
    team: { id: 't' },
    outcome: 'done',
    startedAt: '2026-03-01T03:12:40.212Z',
    evicted: [who],
    evictedCount: 1,
    restored: [],
    restoredCount: 0,
  };

  it('is told once its run is there', () => {
    expect(outcomeOf(change, [], 'Okta')).toBeUndefined();
    expect(outcomeOf(change, [run], 'Okta')).toBe(
      'Ann Lee was put in, and out again 0.2\u00A0s later: Okta decides who is in this team.',
    );
  });

  it('is no older run, nobody else’s, and none that was only reported', () => {
    const older = { ...run, startedAt: '2026-03-01T03:12:00.000Z' };
    const other = { ...run, evicted: [{ ...who, userId: 'x' }] };
    expect(outcomeOf(change, [older, other, { ...run, outcome: 'reported' }], 'Okta')).toBeUndefined();
  });

  it('is told at once where nothing is put right', () => {
    expect(outcomeOf({ ...change, mode: 'report-only' }, [], 'Okta')).toMatch(/only reports/);
    expect(outcomeOf({ ...change, mode: 'paused' }, [], 'Okta')).toMatch(/is paused/);
    expect(outcomeOf({ ...change, mode: 'paused', side: 'restored' }, [], 'Okta')).toMatch(/stays out/);
  });
});

it('what will become of those who differ depends on the mode, and on whether a run is held', () => {
  expect(fatesOf('enforce', false).extra).toBe('Will be put out in the next run.');
  expect(fatesOf('enforce', true).extra).toBe('Stays until an admin lets the run happen.');
  expect(fatesOf('report-only', false).missing).toMatch(/only reports/);
  expect(fatesOf('paused', true).missing).toMatch(/when it resumes/);
});

it('who took somebody out is named where it is known', () => {
  expect(removedText({}, 'Okta')).toBe('nobody knows how this person went');
  expect(removedText({ removedBy: 'Ben' }, 'Okta')).toBe('taken out by Ben');
  expect(removedText({ removedBy: 'Ben', removedAt: '2026-03-01T03:12:40.000Z' }, 'Okta')).toMatch(
    /^taken out by Ben, 1 Mar/,
  );
  const person = { id: 'b', userName: 'ben@acme.example', displayName: 'Ben Ode', active: true };
  const by = { kind: 'admin', id: 'b', person } as const;
  expect(removedText({ by, removedBy: 'admin b' }, 'Okta')).toBe('taken out by Ben Ode');
});
