import { deceptiveCharacter, namedCharacter, Refusal } from '@rollcall/contracts';
import type { Team } from './team.js';

const unseen = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** The key by which names are compared: regardless of case, composition, and characters that cannot be seen (rule 11). */
export function teamNameKey(displayName: string): string {
  return displayName.replaceAll(unseen, '').normalize('NFC').trim().toLowerCase();
}

/**
 * Checks rule 11: a name can be seen, and looks like what it is. A stored name is not checked again.
 * @throws Refusal attribute-invalid
 */
export function checkTeamName({ displayName }: Pick<Team, 'displayName'>): void {
  const refusal = (problem: string) => new Refusal('attribute-invalid', { attribute: 'displayName', problem });
  const character = deceptiveCharacter(displayName);
  if (character !== undefined)
    throw refusal(`it holds ${namedCharacter(character)}, which cannot be seen: leave it out`);
  if (teamNameKey(displayName) === '') throw refusal('it is blank: give the group a name');
}
