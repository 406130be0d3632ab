import { Link, useLocation } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import type { ProvisioningState } from '../api/generated/types.gen';
import { useMay } from '../api/me';
import { useProvider } from '../api/provider';
import { statusQuery } from '../api/status';
import { Note } from '../parts/state';
import { t } from '../texts';
import { stateSentence } from '../texts/state-sentence';
import css from './live-note.module.css';
import { decidedAt, graveStates, waitsForAdmin, wayOf, type WaitingCode } from './states';

/** Above every page: all that is not as it should be, the gravest first, each with the way to what helps; and in one line what waits. */
export function Banner() {
  const may = useMay();
  const path = useLocation({ select: ({ pathname }) => pathname.replace(/^\/console/, '') });
  const { data } = useQuery({ ...statusQuery, enabled: may('scim.read') });
  const grave = graveStates(data?.states ?? [], path);
  const waiting = grave.flatMap(waitsIn);
  return (
    <>
      {grave.map((state) => (waitsIn(state).length > 0 ? null : <Grave key={keyOf(state)} state={state} />))}
      {waiting.length > 0 ? <WaitsForAdmin waiting={waiting} /> : null}
    </>
  );
}

const keyOf = ({ code, sentence }: ProvisioningState) => `${code} ${sentence}`;

function Grave({ state }: { readonly state: ProvisioningState }) {
  const provider = useProvider();
  const { tone, to } = wayOf(state);
  const way = to ? <Link to={to}>{t.shell.banner[state.code]}</Link> : null;
  return (
    <div className={css.banner} data-banner={state.code}>
      <Note tone={tone} actions={way}>
        <p>{stateSentence(state, provider)}</p>
      </Note>
    </div>
  );
}

interface Waits {
  readonly code: WaitingCode;
  readonly count: number;
}

const waitsIn = ({ code, facts: { count } }: ProvisioningState): readonly Waits[] =>
  waitsForAdmin(code) && count ? [{ code, count }] : [];

/** Each thing that waits is the way to where it is decided. */
function WaitsForAdmin({ waiting }: { readonly waiting: readonly Waits[] }) {
  return (
    <div className={css.banner}>
      <Note tone="held">
        <div className={css.waits}>
          <span>{t.shell.waits.title}</span>
          <ul>
            {waiting.map(({ code, count }) => (
              <li key={code} data-banner={code}>
                <Link to={decidedAt(code)}>{t.shell.waits[code](count)}</Link>
              </li>
            ))}
          </ul>
        </div>
      </Note>
    </div>
  );
}
