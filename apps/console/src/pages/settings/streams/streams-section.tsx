import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem } from '../../../api/api-problem';
import { auditStreamsQuery } from '../../../api/audit-streams';
import type { AuditStream } from '../../../api/generated/types.gen';
import { useMay, useMe } from '../../../api/me';
import { Button } from '../../../parts/button';
import { Loaded } from '../../../parts/loaded';
import { Empty, Section } from '../../../parts/page';
import { State, type Tone } from '../../../parts/state';
import { Table, type TableColumn } from '../../../parts/table';
import { t } from '../../../texts';
import css from '../settings.module.css';
import { AddStream } from './add-stream';
import { ManageStream } from './manage-stream';
import { StreamTest } from './stream-test';

/** Where the audit log is sent, and how far that has come. Nothing for whoever may not, and where there is no audit log. */
export function StreamsSection() {
  return useMe().permissions.includes('audit.manage') ? <Streams /> : null;
}

function Streams() {
  const canManage = useMay()('audit.manage');
  const query = useQuery(auditStreamsQuery);
  const [isAdding, setAdding] = useState(false);
  const [managedId, manage] = useState<string>();
  const managed = query.data?.items.find(({ id }) => id === managedId);
  if (query.error instanceof ApiProblem && query.error.code === 'audit-not-installed') return null;
  const add =
    canManage && !query.isError ? (
      <Button data-write onPress={() => setAdding(true)}>
        {t.streams.add}
      </Button>
    ) : undefined;
  return (
    <Section title={t.streams.title} actions={query.data && query.data.items.length > 0 ? add : null}>
      <p>{t.streams.about}</p>
      <Loaded query={query} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty actions={add}>{t.streams.none}</Empty>
          ) : (
            <Table
              label={t.streams.title}
              columns={columnsOf(canManage ? manage : undefined)}
              rows={items}
              rowKey={({ id }) => id}
            />
          )
        }
      </Loaded>
      {isAdding ? <AddStream onClose={() => setAdding(false)} /> : null}
      {managed ? <ManageStream stream={managed} onClose={() => manage(undefined)} /> : null}
    </Section>
  );
}

const tones: Readonly<Record<AuditStream['state'], Tone>> = {
  delivering: 'ok',
  behind: 'warn',
  failing: 'danger',
  paused: 'neutral',
};

function columnsOf(onManage: ((id: string) => void) | undefined): readonly TableColumn<AuditStream>[] {
  const { columns } = t.streams;
  const acts: TableColumn<AuditStream> = {
    key: 'acts',
    title: columns.acts,
    isEnd: true,
    cell: (stream) => (
      <span className={css.acts}>
        <StreamTest stream={stream} />
        <Button
          data-write
          kind="quiet"
          aria-label={t.webhooks.moreNamed(stream.url)}
          onPress={() => onManage?.(stream.id)}
        >
          {t.webhooks.more}
        </Button>
      </span>
    ),
  };
  return [
    { key: 'url', title: columns.url, isName: true, cell: ({ url }) => url },
    {
      key: 'what',
      title: columns.what,
      cell: ({ log, format }) => `${t.streams.logs[log]}, ${t.streams.formats[format]}`,
    },
    {
      key: 'state',
      title: columns.state,
      cell: ({ state, behind }) => (
        <span>
          <State tone={tones[state]}>{t.streams.states[state]}</State>
          {behind > 0 ? <span className={css.last}> {t.streams.behind(behind)}</span> : null}
        </span>
      ),
    },
    ...(onManage ? [acts] : []),
  ];
}
