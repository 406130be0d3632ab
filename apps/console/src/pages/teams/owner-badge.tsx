import { Lock, PencilLine } from 'lucide-react';
import { useProvider } from '../../api/provider';
import css from './teams.module.css';
import type { ListedTeam } from './team-data';
import { ownerText } from './team-words';

/** Who keeps a team: in words, and with an icon. */
export function OwnerBadge({ team }: { readonly team: Pick<ListedTeam, 'ownedBy' | 'ownedSince'> }) {
  const provider = useProvider();
  const Icon = team.ownedBy === 'directory' ? Lock : PencilLine;
  return (
    <span className={css.owner} data-owner={team.ownedBy}>
      <Icon aria-hidden />
      {ownerText(team, provider)}
    </span>
  );
}
