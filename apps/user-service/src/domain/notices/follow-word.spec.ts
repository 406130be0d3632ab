import type { TokenRevoked } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { accountId, given, idOf, now } from '../../../test/support/given.js';
import type { UserState } from '../user-state.js';
import { runOver, runWaits, takeoverOver, takeoverWaits } from './team-news.js';
import { tokenEnded, tokenEndsSoon } from './token-news.js';

const day = 86_400_000;
const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const teamId = idOf(7);
const [first, second] = [idOf(80), idOf(81)];
const event = (takeoverId?: string) => ({ accountId, teamId, ...(takeoverId === undefined ? {} : { takeoverId }) });

type Decide = (state: UserState) => ReturnType<typeof takeoverOver>;
const proposed =
  (minutes: number, takeoverId = first): Decide =>
  (state) =>
    takeoverWaits(event(takeoverId), at(minutes), state, now);
const decided =
  (minutes: number, takeoverId?: string): Decide =>
  (state) =>
    takeoverOver(event(takeoverId), { at: at(minutes), outcome: 'allowed' }, state);

/** What becomes of notices, event by event. */
function outcomesOf(...events: Decide[]): string[] {
  const state = given();
  return events.map((decide) => {
    const { changes } = decide(state);
    state.apply(changes);
    const [change] = changes.flatMap((each) =>
      each.kind === 'notice-raised' || each.kind === 'notice-ended' ? [`${each.notice} ${each.kind}`] : [],
    );
    return change?.replace(/^[^ ]+ notice-/u, '') ?? 'nothing';
  });
}

describe('a takeover that waits for an admin (rule 26)', () => {
  it('is a notice until it is decided, and again when it is proposed anew', () => {
    expect(outcomesOf(proposed(0), decided(1, first), proposed(2, second))).toEqual(['raised', 'ended', 'raised']);
  });

  it('is no notice where its end came first, or the proposal comes again later', () => {
    expect(outcomesOf(decided(1, first), proposed(0))).toEqual(['ended', 'nothing']);
    expect(outcomesOf(proposed(0), decided(1, first), proposed(0), decided(1, first))).toEqual([
      'raised',
      'ended',
      'nothing',
      'ended',
    ]);
  });

  it('ends with the team, and not with an earlier takeover of it', () => {
    expect(outcomesOf(proposed(0), proposed(1, second), decided(2, first), decided(3))).toEqual([
      'raised',
      'raised',
      'nothing',
      'ended',
    ]);
  });

  it('is no notice where it was proposed longer ago than proposals wait', () => {
    expect(outcomesOf(proposed((-14 * day) / 60_000 - 1), proposed((-13 * day) / 60_000))).toEqual([
      'nothing',
      'raised',
    ]);
  });
});

describe('a held run', () => {
  const held = { accountId, teamId, runId: idOf(90), wouldEvict: 41, wouldRestore: 0 } as const;
  const of = { ...held, ownedBy: 'directory', actor: { kind: 'system', id: 'specs' } } as const;

  it('is a notice until it has happened or is not needed', () => {
    const waits: Decide = (state) => runWaits({ ...of, endIsTold: true }, at(0), state);
    expect(outcomesOf(waits, (state) => runOver(event(), { at: at(1), outcome: 'approved' }, state))).toEqual([
      'raised',
      'ended',
    ]);
  });

  it('of a version that does not tell its end is none', () => {
    expect(outcomesOf((state) => runWaits(of, at(0), state))).toEqual(['nothing']);
  });
});

describe('the end of a SCIM token', () => {
  const token = { accountId, tokenId: idOf(60) } as TokenRevoked;
  const ending = { ...token, expiresAt: at(60).toISOString() };
  const kindsAfter = (wasWanted: boolean) => {
    const state = given();
    state.apply(tokenEndsSoon(ending, at(0), state).changes);
    return tokenEnded(token, { wasWanted, at: at(1) }, state).changes.flatMap((each) =>
      each.kind === 'notice-raised' || each.kind === 'notice-ended' ? [`${each.notice} ${each.kind}`] : [],
    );
  };

  it('is told, unless an admin revoked it, and ends the notice that it comes', () => {
    expect(kindsAfter(false)).toEqual(['token-ending notice-ended', 'token-ended notice-raised']);
    expect(kindsAfter(true)).toEqual(['token-ending notice-ended']);
  });

  it('is announced each time that fewer days are left', () => {
    expect(
      outcomesOf(
        ...[0, 1, 2].map(
          (n): Decide =>
            (state) =>
              tokenEndsSoon(ending, at(n), state),
        ),
      ),
    ).toEqual(['raised', 'raised', 'raised']);
  });
});
