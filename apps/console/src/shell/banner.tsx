import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../api/me';
import { statusQuery } from '../api/status';
import { Note, type Tone } from '../parts/state';
import { t } from '../texts';
import css from './live-note.module.css';

const tones: Readonly<Record<string, Tone>> = {
  'token-died': 'danger',
  paused: 'warn',
  'held-leavers': 'held',
  'held-runs': 'held',
};
const ways = {
  'token-died': '/provisioning',
  paused: '/reconciler',
  'held-leavers': '/leavers',
  'held-runs': '/reconciler',
} as const;

/** Above every page: the gravest state of provisioning, where it is not as it should be, and the way to what helps. */
export function Banner() {
  const may = useMay();
  const { data } = useQuery({ ...statusQuery, enabled: may('scim.read') });
  const state = data?.state;
  const way = state ? ways[state as keyof typeof ways] : undefined;
  if (!data || !state || !way) return null;
  return (
    <div className={css.note} data-banner={state}>
      <Note tone={tones[state] ?? 'warn'} actions={<Link to={way}>{t.shell.banner[state as keyof typeof ways]}</Link>}>
        <p>{data.sentence}</p>
      </Note>
    </div>
  );
}
