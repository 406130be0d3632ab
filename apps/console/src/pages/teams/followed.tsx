import { useEffect } from 'react';
import { useProvider } from '../../api/provider';
import { Note } from '../../parts/state';
import { follow, useFollowed } from './follow';
import type { Team } from './team-data';

/** What becomes of the change by hand that was made on this page last. */
export function Followed({ team }: { readonly team: Team }) {
  const provider = useProvider();
  const said = useFollowed(team.id, provider);
  useEffect(() => () => follow(undefined), []);
  if (!said) return null;
  return (
    <Note tone="neutral">
      <p>{said}</p>
    </Note>
  );
}
