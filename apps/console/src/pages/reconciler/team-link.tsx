import { Link } from '@tanstack/react-router';
import { t } from '../../texts';

/** A team by name, with the way to its page. */
export function TeamLink({ id, name }: { readonly id: string; readonly name: string | undefined }) {
  if (name === undefined) return <span>{t.reconciler.runs.formerTeam}</span>;
  return (
    <Link to="/teams/$teamId" params={{ teamId: id }}>
      {name}
    </Link>
  );
}
