import { Link, useLocation } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useMay } from '../api/me';
import { useProvider } from '../api/provider';
import { statusQuery } from '../api/status';
import { Note } from '../parts/state';
import { t } from '../texts';
import { stateSentence } from '../texts/state-sentence';
import css from './live-note.module.css';
import { graveStates, wayOf } from './states';

/** Above every page: all that is not as it should be, the gravest first, each with the way to what helps. */
export function Banner() {
  const may = useMay();
  const provider = useProvider();
  const path = useLocation({ select: ({ pathname }) => pathname.replace(/^\/console/, '') });
  const { data } = useQuery({ ...statusQuery, enabled: may('scim.read') });
  return graveStates(data?.states ?? [], path).map((state) => {
    const { tone, to } = wayOf(state);
    const way = to ? <Link to={to}>{t.shell.banner[state.code]}</Link> : null;
    return (
      <div key={`${state.code} ${state.sentence}`} className={css.banner} data-banner={state.code}>
        <Note tone={tone} actions={way}>
          <p>{stateSentence(state, provider)}</p>
        </Note>
      </div>
    );
  });
}
