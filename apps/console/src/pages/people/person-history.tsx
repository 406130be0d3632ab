import { call } from '../../api/call';
import { findAuditEntries } from '../../api/generated/sdk.gen';
import type { AuditEntryView } from '../../api/generated/types.gen';
import { useCursorPages } from '../../api/pages';
import { Entries, Entry } from '../../parts/entries';
import { Loaded } from '../../parts/loaded';
import { LoggedSentence } from '../../parts/logged-sentence';
import { Section } from '../../parts/page';
import { Time } from '../../parts/time';
import { RequestLink } from '../../parts/request-link';
import { ShowMore } from '../../parts/show-more';
import { t } from '../../texts';
import css from './people.module.css';

const pageSize = 20;

/** What happened to a person and what the person did, the newest first. */
export function PersonHistory({ userId }: { readonly userId: string }) {
  const { query, rows, hasMore, more } = useCursorPages<AuditEntryView>(
    ['log', 'user', userId],
    async (cursor, signal) => {
      const asked = { user: userId, limit: pageSize, ...(cursor ? { cursor } : {}) };
      const { entries, next } = await call(findAuditEntries({ query: asked, signal }));
      return { items: entries, ...(next ? { next } : {}) };
    },
  );
  return (
    <Section title={t.person.history}>
      <Loaded query={query} rows={3}>
        {() =>
          rows.length === 0 ? (
            <p className={css.second}>{t.person.noHistory}</p>
          ) : (
            <Entries label={t.person.history}>
              {rows.map((entry) => (
                <Entry
                  key={entry.id}
                  at={<Time at={entry.at} />}
                  end={<RequestLink requestId={entry.requestId}>{t.person.request}</RequestLink>}
                >
                  <LoggedSentence entry={entry} />
                </Entry>
              ))}
            </Entries>
          )
        }
      </Loaded>
      <ShowMore list={{ hasMore, more }} />
    </Section>
  );
}
