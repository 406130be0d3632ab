import { useQuery } from '@tanstack/react-query';
import { useCanChange } from '../../api/availability';
import { call } from '../../api/call';
import { endMyOtherSessions, endMySession, listMySessions } from '../../api/generated/sdk.gen';
import type { ListedSession } from '../../api/generated/types.gen';
import { useMe } from '../../api/me';
import { readAnew } from '../../api/query-client';
import { Button } from '../../parts/button';
import { Loaded } from '../../parts/loaded';
import { Section } from '../../parts/page';
import { Problem } from '../../parts/problem';
import { State } from '../../parts/state';
import { Table, type TableColumn } from '../../parts/table';
import { Time } from '../../parts/time';
import { useAct } from '../../parts/use-act';
import { announce } from '../../shell/announcer';
import { t } from '../../texts';

const lookAgain = () => readAnew('sessions');

/** Where one is signed in, and the end of it. */
export function Sessions() {
  const { sessions } = t.profile;
  const canChange = useCanChange('people');
  const { user } = useMe();
  const query = useQuery({ queryKey: ['sessions', user.id, 'mine'], queryFn: () => call(listMySessions()) });
  const act = useAct(
    () => call(endMyOtherSessions()),
    ({ ended }) => {
      announce(sessions.ended(ended));
      lookAgain();
    },
  );
  const others = query.data?.items.filter(({ current }) => !current).length ?? 0;
  return (
    <Section
      title={sessions.title}
      actions={
        others > 0 ? (
          <Button data-write onPress={act.run} isPending={act.isPending} isDisabled={!canChange}>
            {sessions.endOthers}
          </Button>
        ) : null
      }
    >
      {act.error ? <Problem error={act.error} onRetry={act.run} /> : null}
      <Loaded query={query} rows={2}>
        {({ items }) => (
          <>
            <Table label={sessions.title} columns={columns()} rows={items} rowKey={({ id }) => id} />
            {others === 0 ? <p>{sessions.alone}</p> : null}
          </>
        )}
      </Loaded>
    </Section>
  );
}

function columns(): readonly TableColumn<ListedSession>[] {
  const { sessions } = t.profile;
  return [
    {
      key: 'device',
      title: sessions.device,
      isName: true,
      cell: ({ device, current }) => (
        <>
          {device ?? sessions.unknownDevice} {current ? <State tone="ok">{sessions.here}</State> : null}
        </>
      ),
    },
    { key: 'network', title: sessions.network, cell: ({ network }) => network ?? '–' },
    { key: 'started', title: sessions.started, cell: ({ startedAt }) => <Time at={startedAt} /> },
    { key: 'used', title: sessions.used, cell: ({ lastUsedAt }) => <Time at={lastUsedAt} /> },
    { key: 'ends', title: sessions.ends, cell: ({ expiresAt }) => <Time at={expiresAt} /> },
    {
      key: 'acts',
      title: sessions.acts,
      isEnd: true,
      cell: (session) => (session.current ? null : <End session={session} />),
    },
  ];
}

function End({ session: { id, device } }: { readonly session: ListedSession }) {
  const { sessions } = t.profile;
  const canChange = useCanChange('people');
  const act = useAct(
    () => call(endMySession({ path: { sessionId: id } })),
    () => {
      announce(sessions.endedOne);
      lookAgain();
    },
  );
  return (
    <>
      <Button
        data-write
        kind="quiet"
        aria-label={sessions.endNamed(device ?? sessions.unknownDevice)}
        isPending={act.isPending}
        isDisabled={!canChange}
        onPress={act.run}
      >
        {sessions.end}
      </Button>
      {act.error ? <Problem error={act.error} /> : null}
    </>
  );
}
