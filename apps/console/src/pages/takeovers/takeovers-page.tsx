import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { call } from '../../api/call';
import { listTakeovers } from '../../api/generated/sdk.gen';
import type { Takeover } from '../../api/generated/types.gen';
import { useCursorPages } from '../../api/pages';
import { useProvider } from '../../api/provider';
import { Button } from '../../parts/button';
import { Entries, Entry } from '../../parts/entries';
import { Select } from '../../parts/select';
import { Loaded } from '../../parts/loaded';
import { Empty, Page, Toolbar } from '../../parts/page';
import { State } from '../../parts/state';
import { Time, useNow } from '../../parts/time';
import { ShowMore } from '../../parts/show-more';
import { t } from '../../texts';
import { duration } from '../../texts/format';
import { takeoverSentence } from './takeover-sentence';
import { stateText, toneOf } from './takeover-words';
import css from './takeovers.module.css';

type State = Takeover['state'];
const states: readonly State[] = ['waiting', 'allowed', 'declined', 'done', 'undone'];

/** Takeovers of teams by the directory: those that wait for somebody, and those that happened. */
export function TakeoversPage() {
  const navigate = useNavigate();
  const { state: wanted } = useSearch({ from: '/inside/takeovers' });
  const state = states.find((each) => each === wanted);
  const { query, rows, hasMore, more } = useCursorPages<Takeover>(
    ['takeovers', { state: state ?? 'all' }],
    (after, signal) => call(listTakeovers({ query: { limit: 50, ...(state ? { state } : {}), ...after }, signal })),
  );
  const show = (next: string) => void navigate({ to: '/takeovers', search: next === 'all' ? {} : { state: next } });
  return (
    <Page title={t.shell.places.takeovers} about={t.takeovers.about}>
      <Toolbar>
        <Select
          label={t.takeovers.filter}
          isLabelHidden
          value={state ?? 'all'}
          choices={(['all', ...states] as const).map((value) => ({ value, label: t.takeovers.states[value] }))}
          onChange={show}
        />
      </Toolbar>
      <Loaded query={query}>
        {() => (
          <>
            {rows.length === 0 && !hasMore ? <None isFiltered={state !== undefined} onAll={() => show('all')} /> : null}
            {rows.length > 0 ? (
              <Entries label={t.takeovers.list}>
                {rows.map((takeover) => (
                  <TakeoverEntry key={takeover.id} takeover={takeover} />
                ))}
              </Entries>
            ) : null}
            <ShowMore list={{ hasMore, more }} isPending={query.isFetchingNextPage} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function None({ isFiltered, onAll }: { readonly isFiltered: boolean; readonly onAll: () => void }) {
  if (!isFiltered) return <Empty>{t.takeovers.none}</Empty>;
  return (
    <Empty actions={<Button onPress={onAll}>{t.takeovers.showAll}</Button>}>
      <span>{t.takeovers.noneSuch}</span>
    </Empty>
  );
}

function TakeoverEntry({ takeover }: { readonly takeover: Takeover }) {
  const provider = useProvider();
  const { id, teamName, proposedAt } = takeover;
  return (
    <Entry
      at={<Time at={proposedAt} />}
      end={
        <State tone={toneOf(takeover)}>
          {stateText(takeover)} <Left takeover={takeover} />
        </State>
      }
    >
      <p>
        <Link to="/takeovers/$takeoverId" params={{ takeoverId: id }}>
          {teamName}
        </Link>
      </p>
      <p className={css.quiet}>{takeoverSentence(takeover, provider)}</p>
    </Entry>
  );
}

/** How long something that waits still waits. */
function Left({ takeover: { state, endsAt } }: { readonly takeover: Takeover }) {
  const now = useNow();
  if (!endsAt || (state !== 'waiting' && state !== 'allowed')) return null;
  return <>{t.takeovers.left(duration(Math.max(0, Date.parse(endsAt) - now)))}</>;
}
