import { call } from '../../api/call';
import { findAuditEntries } from '../../api/generated/sdk.gen';
import type { AuditEntryView, AuditPage } from '../../api/generated/types.gen';
import { useCursorPages } from '../../api/pages';
import { Entries, Entry } from '../../parts/entries';
import { Loaded } from '../../parts/loaded';
import { LoggedSentence } from '../../parts/logged-sentence';
import { Empty } from '../../parts/page';
import { Time } from '../../parts/time';
import { RequestLink } from '../../parts/request-link';
import { ShowMore } from '../../parts/show-more';
import { t } from '../../texts';
import { dateTime } from '../../texts/format';
import type { Team } from './team-data';
import css from './teams.module.css';

interface HistoryPage {
  readonly items: readonly AuditEntryView[];
  readonly next?: string;
  readonly about: AuditPage;
}

/** What has happened to the team, newest first, from the log. */
export function TeamHistory({ team }: { readonly team: Team }) {
  const { query, rows, hasMore, more } = useCursorPages<AuditEntryView, HistoryPage>(
    ['log', { team: team.id }],
    async (cursor, signal) => {
      const about = await call(
        findAuditEntries({ query: { team: team.id, limit: 50, ...(cursor ? { cursor } : {}) }, signal }),
      );
      const { entries: items, next } = about;
      return { items, about, ...(next ? { next } : {}) };
    },
  );
  const last = query.data?.pages.at(-1)?.about;
  return (
    <Loaded query={query}>
      {() => (
        <>
          {rows.length === 0 && !hasMore ? <Empty>{t.team.history.none}</Empty> : null}
          {rows.length > 0 ? (
            <Entries label={t.team.history.list}>
              {rows.map((entry) => (
                <Entry
                  key={entry.id}
                  at={<Time at={entry.at} />}
                  end={<RequestLink requestId={entry.requestId}>{t.team.history.request}</RequestLink>}
                >
                  <LoggedSentence entry={entry} />
                </Entry>
              ))}
            </Entries>
          ) : null}
          {last?.searchedBackTo ? (
            <p className={css.quiet}>{t.team.history.until(dateTime(last.searchedBackTo))}</p>
          ) : null}
          <ShowMore list={{ hasMore, more }} isPending={query.isFetchingNextPage} />
        </>
      )}
    </Loaded>
  );
}
