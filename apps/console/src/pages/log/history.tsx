import type { ReactNode } from 'react';
import { call } from '../../api/call';
import { findAuditEntries } from '../../api/generated/sdk.gen';
import type { AuditEntryView, AuditPage } from '../../api/generated/types.gen';
import { useCursorPages } from '../../api/pages';
import { Entries, Entry } from '../../parts/entries';
import { Loaded } from '../../parts/loaded';
import { LoggedSentence } from '../../parts/logged-sentence';
import { RequestLink } from '../../parts/request-link';
import { ShowMore } from '../../parts/show-more';
import { Time } from '../../parts/time';
import { t } from '../../texts';
import { dateTime } from '../../texts/format';
import css from './log.module.css';

const partSize = 20;

/** A part of the log, and how far it was looked through for it. */
export interface LogPart {
  readonly items: readonly AuditEntryView[];
  readonly next?: string;
  readonly about: AuditPage;
}

type LogQuestion = NonNullable<NonNullable<Parameters<typeof findAuditEntries>[0]>['query']>;

/** Reads a part of what fits in the log. */
export async function readLog(query: LogQuestion, signal: AbortSignal): Promise<LogPart> {
  const about = await call(findAuditEntries({ query, signal }));
  const { entries: items, next } = about;
  return { items, about, ...(next ? { next } : {}) };
}

interface HistoryProps {
  readonly of: { readonly user: string } | { readonly team: string };
  readonly label: string;
  /** What shows where the log has nothing. */
  readonly none: ReactNode;
}

/** What has happened to a person or a team, and what the person did: newest first, from the log. */
export function History({ of, label, none }: HistoryProps) {
  const { query, rows, hasMore, more } = useCursorPages<AuditEntryView, LogPart>(['log', of], (after, signal) =>
    readLog({ ...of, limit: partSize, ...after }, signal),
  );
  const last = query.data?.pages.at(-1)?.about;
  return (
    <Loaded query={query} rows={3}>
      {() => (
        <>
          {rows.length === 0 && !hasMore ? none : null}
          {rows.length > 0 ? (
            <Entries label={label}>
              {rows.map((entry) => (
                <Entry
                  key={entry.id}
                  at={<Time at={entry.at} />}
                  end={<RequestLink requestId={entry.requestId}>{t.log.request}</RequestLink>}
                >
                  <LoggedSentence entry={entry} />
                </Entry>
              ))}
            </Entries>
          ) : null}
          {last?.searchedBackTo ? (
            <p className={css.quiet}>{t.log.searchedBackTo(dateTime(last.searchedBackTo))}</p>
          ) : null}
          <ShowMore list={{ hasMore, more }} isPending={query.isFetchingNextPage} />
        </>
      )}
    </Loaded>
  );
}
