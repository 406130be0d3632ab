import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { call } from '../../api/call';
import { findAuditEntries } from '../../api/generated/sdk.gen';
import type { AuditEntryView, AuditPage } from '../../api/generated/types.gen';
import { useCursorPages } from '../../api/pages';
import { Button } from '../../parts/button';
import { Entries } from '../../parts/entries';
import { Loaded } from '../../parts/loaded';
import { Empty } from '../../parts/page';
import { useNow } from '../../parts/time';
import { t } from '../../texts';
import { dateTime } from '../../texts/format';
import { readLog, type LogPart } from './history';
import { LogEntry } from './log-entry';
import { chosenSpan, hourOf, questionOf, rangeOf, spanFilters, type LogFilters } from './log-filters';
import css from './log.module.css';

const partSize = 50;

/** What is in the log, newest first. What comes meanwhile moves nothing: it is announced above. */
export function LogList({ filters }: { readonly filters: LogFilters }) {
  const asked = questionOf(filters, useNow());
  const key = ['log-list', asked] as const;
  const { query, rows, hasMore, more } = useCursorPages<AuditEntryView, LogPart>(key, (after, signal) =>
    readLog({ ...asked, limit: partSize, ...after }, signal),
  );
  const last = query.data?.pages.at(-1)?.about;
  return (
    <Loaded query={query} rows={8}>
      {() => (
        <>
          <Newer asked={asked} shown={rows[0]?.id} reload={key} />
          {rows.length === 0 && !hasMore ? <Nothing filters={filters} /> : null}
          {rows.length > 0 ? (
            <Entries label={t.log.list}>
              {rows.map((entry) => (
                <LogEntry key={entry.id} entry={entry} />
              ))}
            </Entries>
          ) : null}
          <Reach page={last} />
          {hasMore ? (
            <Button onPress={more} isPending={query.isFetchingNextPage}>
              {last?.searchedBackTo ? t.log.searchOn : t.parts.showMore}
            </Button>
          ) : null}
        </>
      )}
    </Loaded>
  );
}

/** That nothing fits in the shown time, when the last was that does, and the way there. */
function Nothing({ filters }: { readonly filters: LogFilters }) {
  const navigate = useNavigate();
  const { from: _from, to: _to, ...anytime } = questionOf(filters, 0);
  const isAnytime = rangeOf(filters) === 'all' && !chosenSpan(filters);
  const { data } = useQuery({
    queryKey: ['log', 'last', anytime],
    queryFn: () => call(findAuditEntries({ query: { ...anytime, limit: 1 } })),
    enabled: !isAnytime,
  });
  const last = data?.entries[0];
  if (!last) return <Empty>{t.log.none}</Empty>;
  const show = () => {
    const { range: _range, ...rest } = filters;
    void navigate({ to: '/log', search: { ...rest, ...spanFilters(hourOf(Date.parse(last.at))) }, replace: true });
  };
  return (
    <Empty actions={<Button onPress={show}>{t.log.showIt}</Button>}>
      {t.log.noneIn} {t.log.lastWas(dateTime(last.at))}
    </Empty>
  );
}

/** How far the search has looked, and since when the log is whole. */
function Reach({ page }: { readonly page: AuditPage | undefined }) {
  if (!page) return null;
  const { searchedBackTo, completeSince, next } = page;
  return (
    <>
      {searchedBackTo ? <p className={css.quiet}>{t.log.searchedBackTo(dateTime(searchedBackTo))}</p> : null}
      {!next && completeSince ? <p className={css.quiet}>{t.log.completeSince(dateTime(completeSince))}</p> : null}
    </>
  );
}

interface NewerProps {
  readonly asked: ReturnType<typeof questionOf>;
  readonly shown: string | undefined;
  /** The key of the list that is read anew. */
  readonly reload: readonly unknown[];
}

/** Says that there is something newer than what is shown, and shows it when asked to. */
function Newer({ asked, shown, reload }: NewerProps) {
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: ['log', 'newest', asked],
    queryFn: () => call(findAuditEntries({ query: { ...asked, limit: 1 } })),
  });
  const newest = data?.entries[0]?.id;
  if (newest === undefined || newest === shown) return null;
  return (
    <Button onPress={() => void queries.resetQueries({ queryKey: reload })}>
      <span role="status">{t.log.newer}</span>
    </Button>
  );
}
