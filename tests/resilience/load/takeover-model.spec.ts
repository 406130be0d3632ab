import { describe, expect, it } from 'vitest';
import { newTeam, outcomeOf, textOf, type ModelTeam, type TakeoverAct } from './takeover-model.js';

const after = (acts: readonly TakeoverAct[], team: ModelTeam = newTeam) =>
  acts.reduce((state, act) => outcomeOf(act, state).after, team);
const push = (...members: string[]): TakeoverAct => ({ do: 'push', members });
const hand = (userId: string): TakeoverAct => ({ do: 'hand', userId, enters: true });
const [allow, decline, undo] = [{ do: 'allow' }, { do: 'decline' }, { do: 'undo' }] as const;

describe('what must come of a takeover', () => {
  it('is kept where the group comes empty, and happens as soon as it is allowed', () => {
    const history = [hand('ann'), push(), { do: 'member', userId: 'bob', enters: true } as const];
    expect(textOf(after(history))).toBe('workspace; members ann; waiting, kept; pushed bob');
    expect(textOf(after([...history, allow]))).toBe('directory; members bob; done; former ann');
    expect(textOf(after([...history, allow, undo]))).toBe('workspace; members ann; undone');
  });

  it('is refused where it comes with members, and may come again for no loss but those shown', () => {
    const allowed = after([hand('ann'), push('bob'), allow]);
    expect(textOf(allowed)).toBe('workspace; members ann; allowed; pushed bob; shown to lose ann');
    expect(outcomeOf(push('bob'), allowed)).toMatchObject({ status: 201, raisesEvents: true });
    expect(outcomeOf(push('bob'), after([hand('cy')], allowed))).toMatchObject({ status: 409, raisesEvents: true });
  });

  it('pushes whom a change names beside the members of the moment, where it is not kept', () => {
    const leaves = { do: 'member', userId: 'ann', enters: false } as const;
    const state = after([hand('ann'), hand('bob'), push('cy'), leaves, hand('dee')]);
    expect(textOf(state)).toBe('workspace; members ann,bob,dee; waiting; pushed bob,dee; by changes on , off ann');
    expect(textOf(after([push('cy')], state))).toBe('workspace; members ann,bob,dee; waiting; pushed cy');
    expect(textOf(after([push('cy'), hand('eve')], state))).toBe(
      'workspace; members ann,bob,dee,eve; waiting; pushed cy',
    );
  });

  it('is refused for good where it was declined, and tells nothing', () => {
    const declined = after([hand('ann'), push('bob'), decline]);
    expect(outcomeOf(push('bob'), declined)).toEqual({ status: 409, after: declined, raisesEvents: false });
  });
});
