import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../api/me';
import { statusQuery } from '../api/status';
import { t } from '../texts';
import css from './navigation.module.css';
import type { Place } from './places';

interface PlaceLinkProps {
  readonly place: Place;
  /** How many things wait there. */
  readonly waiting: number | undefined;
  readonly onGo?: () => void;
}

/** The way to a page. */
export function PlaceLink({ place: { name, to, icon: Icon }, waiting, onGo }: PlaceLinkProps) {
  return (
    <Link
      to={to}
      className={css.place}
      activeProps={{ 'data-current': 'true' }}
      title={t.shell.places[name]}
      {...(onGo ? { onClick: onGo } : {})}
    >
      <Icon aria-hidden />
      <span className={css.word}>{t.shell.places[name]}</span>
      <Badge waiting={waiting} />
    </Link>
  );
}

/** How many things wait; nothing where nothing does. */
export function Badge({ waiting }: { readonly waiting: number | undefined }) {
  return waiting ? (
    <span className={css.badge} aria-label={t.shell.waiting(waiting)}>
      {waiting}
    </span>
  ) : null;
}

/** How many things wait for an admin, by page. */
export function useWaiting(): Readonly<Partial<Record<string, number>>> {
  const may = useMay();
  const { data } = useQuery({ ...statusQuery, enabled: may('scim.read') });
  if (!data) return {};
  return { reconciler: data.heldRuns, leavers: data.heldLeavers, takeovers: data.waitingTakeovers };
}
