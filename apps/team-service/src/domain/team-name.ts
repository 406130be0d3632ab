import { problemOfText, Refusal, type TextRule } from '@rollcall/contracts';
import type { Team } from './team.js';

const unseen = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** The key by which names are compared: regardless of case, composition, and characters that cannot be seen (rule 11). */
export function teamNameKey(displayName: string): string {
  return displayName.replaceAll(unseen, '').normalize('NFC').trim().toLowerCase();
}

/** No controls and no marks of direction, and something that can be seen. */
const teamNameRule: TextRule = {
  anywhere: /[^\p{Cc}\p{Cs}\p{Bidi_Control}]/u,
  whole: (displayName) => (teamNameKey(displayName) === '' ? 'it is blank: give the group a name' : undefined),
};

/**
 * Checks rule 11: a name can be seen, and looks like what it is. A stored name is not checked again.
 * @throws Refusal attribute-invalid
 */
export function checkTeamName({ displayName }: Pick<Team, 'displayName'>): void {
  const problem = problemOfText(displayName, teamNameRule);
  if (problem !== undefined) throw new Refusal('attribute-invalid', { attribute: 'displayName', problem });
}
