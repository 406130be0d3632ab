import { t } from '../../texts';
import { date } from '../../texts/format';
import type { ListedTeam } from './team-data';

/** Who keeps a team, since when. */
export function ownerText({ ownedBy, ownedSince }: Pick<ListedTeam, 'ownedBy' | 'ownedSince'>, provider: string) {
  if (ownedBy === 'workspace') return t.teams.workspace;
  const name = upper(provider);
  return ownedSince ? t.teams.ownedSince(name, date(ownedSince)) : t.teams.owned(name);
}

export const upper = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
