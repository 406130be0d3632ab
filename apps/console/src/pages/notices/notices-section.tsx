import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/call';
import { acknowledgeNotice, listNotices } from '../../api/generated/sdk.gen';
import type { Notice, NoticePage } from '../../api/generated/types.gen';
import { useMay } from '../../api/me';
import { useCursorPages } from '../../api/pages';
import { useProvider } from '../../api/provider';
import { readAnew } from '../../api/query-client';
import { Button } from '../../parts/button';
import { Entries, Entry } from '../../parts/entries';
import { Select } from '../../parts/select';
import { Loaded } from '../../parts/loaded';
import { Section } from '../../parts/page';
import { Problem } from '../../parts/problem';
import { Time } from '../../parts/time';
import { useAct } from '../../parts/use-act';
import { announce } from '../../shell/announcer';
import { t } from '../../texts';
import { noticeSentence } from '../../texts/notice-sentence';
import { actorName } from '../../texts/people';
import { placeOf } from './notice-place';

const states = ['waiting', 'ended'] as const;

/** What waits for an admin, and what happened that admins should know. */
export function NoticesSection() {
  const [state, setState] = useState<(typeof states)[number]>('waiting');
  const { query, rows, hasMore, more } = useCursorPages<Notice, NoticePage>(['notices', state], (after, signal) =>
    call(listNotices({ query: { state, limit: 20, ...after }, signal })),
  );
  return (
    <Section
      title={t.notices.title}
      actions={
        <Select
          label={t.notices.show}
          isLabelHidden
          value={state}
          onChange={setState}
          choices={states.map((value) => ({ value, label: t.notices[value] }))}
        />
      }
    >
      <Loaded query={query} rows={2}>
        {() =>
          rows.length === 0 ? (
            <p>{state === 'waiting' ? t.notices.none : t.notices.noneEnded}</p>
          ) : (
            <Entries label={t.notices.title}>
              {rows.map((notice) => (
                <NoticeEntry key={notice.id} notice={notice} />
              ))}
            </Entries>
          )
        }
      </Loaded>
      {hasMore ? (
        <div>
          <Button onPress={more}>{t.parts.showMore}</Button>
        </div>
      ) : null}
    </Section>
  );
}

function NoticeEntry({ notice }: { readonly notice: Notice }) {
  const may = useMay();
  const provider = useProvider();
  const { id, kind, since, state, acknowledgedBy, acknowledgedAt } = notice;
  const place = placeOf(notice);
  const act = useAct(
    (retryKey) => call(acknowledgeNotice({ path: { noticeId: id }, headers: { 'Idempotency-Key': retryKey } })),
    () => {
      announce(t.notices.acknowledged);
      readAnew('notices', 'status');
    },
  );
  const canAcknowledge = may('scim.manage') && state === 'waiting' && !acknowledgedAt;
  return (
    <Entry
      at={<Time at={since} />}
      end={
        canAcknowledge ? (
          <Button
            data-write
            kind="quiet"
            aria-label={t.notices.acknowledgeNamed(t.notices.kinds[kind])}
            isPending={act.isPending}
            onPress={act.run}
          >
            {t.notices.acknowledge}
          </Button>
        ) : null
      }
    >
      <p>
        {noticeSentence(notice)} {place ? <Link {...place}>{t.notices.look}</Link> : null}
      </p>
      {acknowledgedBy && acknowledgedAt ? (
        <p>
          {t.notices.seenBy(actorName(acknowledgedBy, provider))}, <Time at={acknowledgedAt} />
        </p>
      ) : null}
      {act.error ? <Problem error={act.error} onRetry={act.run} /> : null}
    </Entry>
  );
}
