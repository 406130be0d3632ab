import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/call';
import { listLeavers } from '../../api/generated/sdk.gen';
import type { Leaver, LeaverPage } from '../../api/generated/types.gen';
import { useMay } from '../../api/me';
import { useCursorPages } from '../../api/pages';
import { settingsQuery } from '../../api/settings';
import { Button } from '../../parts/button';
import { Select } from '../../parts/select';
import { Loaded } from '../../parts/loaded';
import { Empty, Page, Toolbar } from '../../parts/page';
import { Note } from '../../parts/state';
import { Time } from '../../parts/time';
import { t } from '../../texts';
import { Decide, type Deciding } from './decide';
import { LeaverTable } from './leaver-table';
import { stateOf, states, maxChosen } from './leaver-facts';

const route = getRouteApi('/inside/leavers');

/** The people whom the brake keeps, and an admin's word on them. */
export function LeaversPage() {
  const state = stateOf(route.useSearch().state);
  const navigate = route.useNavigate();
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const [deciding, setDeciding] = useState<Deciding>();
  const list = useCursorPages<Leaver, LeaverPage>(['leavers', state], (after, signal) =>
    call(listLeavers({ query: { state, limit: 100, ...after }, signal })),
  );
  const show = (next: typeof state) => {
    choose(new Set());
    void navigate({ search: next === 'held' ? {} : { state: next } });
  };
  return (
    <Page title={t.shell.places.leavers} about={t.leavers.about}>
      <Brake />
      {list.first ? (
        <Held page={list.first} state={state} onDecide={list.query.isError ? undefined : setDeciding} />
      ) : null}
      <Toolbar>
        <Select
          label={t.leavers.show}
          isLabelHidden
          value={state}
          onChange={show}
          choices={states.map((value) => ({ value, label: t.leavers.states[value] }))}
        />
        <Chosen rows={list.rows} state={state} chosen={chosen} choose={choose} onDecide={setDeciding} />
      </Toolbar>
      <Loaded query={list.query}>
        {() =>
          list.rows.length === 0 ? (
            <Empty>{t.leavers.empty[state]}</Empty>
          ) : (
            <LeaverTable rows={list.rows} state={state} chosen={chosen} choose={choose} />
          )
        }
      </Loaded>
      {list.hasMore ? (
        <div>
          <Button onPress={list.more}>{t.parts.showMore}</Button>
        </div>
      ) : null}
      {deciding ? (
        <Decide
          {...deciding}
          onClose={() => setDeciding(undefined)}
          onDone={() => {
            choose(new Set());
          }}
        />
      ) : null}
    </Page>
  );
}

/** The setting of the brake; undefined while it is not known. */
function useBrake() {
  const { data } = useQuery(settingsQuery);
  return data?.items.find(({ name }) => name === 'deprovisionBrake')?.value;
}

/** From how many on the brake holds. */
function Brake() {
  const brake = useBrake();
  if (brake === undefined) return null;
  return (
    <p>
      {brake === 'off' ? t.leavers.brakeOff : t.leavers.brakeOn(brake)}{' '}
      <Link to="/settings">{t.leavers.toSettings}</Link>
    </p>
  );
}

interface HeldProps {
  readonly page: LeaverPage;
  readonly state: string;
  readonly onDecide: ((deciding: Deciding) => void) | undefined;
}

function Held({ page: { held, passesUntil }, state, onDecide }: HeldProps) {
  const may = useMay();
  const brake = useBrake();
  if (held === 0 || state !== 'held') {
    return passesUntil ? (
      <Note tone="neutral">
        <p>
          {t.leavers.passes} <Time at={passesUntil} isEnd />
        </p>
      </Note>
    ) : null;
  }
  const actions =
    may('scim.manage') && onDecide ? (
      <>
        <Button data-write kind="danger" onPress={() => onDecide({ act: 'approve', count: held })}>
          {t.leavers.approveAll}
        </Button>
        <Button data-write onPress={() => onDecide({ act: 'decline', count: held })}>
          {t.leavers.declineAll}
        </Button>
      </>
    ) : null;
  return (
    <Note tone="held" title={t.leavers.heldNow(held)} actions={actions}>
      {brake === undefined ? null : <p>{brake === 'off' ? t.leavers.othersNot : t.leavers.othersToo}</p>}
      <p>{t.leavers.what}</p>
    </Note>
  );
}

interface ChosenProps {
  readonly rows: readonly Leaver[];
  readonly state: string;
  readonly chosen: ReadonlySet<string>;
  readonly choose: (chosen: ReadonlySet<string>) => void;
  readonly onDecide: (deciding: Deciding) => void;
}

/** What can be done with those who are chosen. Who was declined can still be approved. */
function Chosen({ rows, state, chosen, choose, onDecide }: ChosenProps) {
  const may = useMay();
  if (!may('scim.manage') || state === 'approved' || rows.length === 0) return null;
  const userIds = rows.map(({ userId }) => userId).filter((id) => chosen.has(id));
  const count = userIds.length;
  if (count === 0) {
    const all = rows.slice(0, maxChosen).map(({ userId }) => userId);
    return <Button onPress={() => choose(new Set(all))}>{t.leavers.chooseAll}</Button>;
  }
  const isTooMany = count > maxChosen;
  return (
    <>
      <Button onPress={() => choose(new Set())}>{t.leavers.chooseNone}</Button>
      <Button
        data-write
        kind="danger"
        isDisabled={isTooMany}
        onPress={() => onDecide({ act: 'approve', count, userIds })}
      >
        {t.leavers.approve(count)}
      </Button>
      {state === 'held' ? (
        <Button data-write isDisabled={isTooMany} onPress={() => onDecide({ act: 'decline', count, userIds })}>
          {t.leavers.decline(count)}
        </Button>
      ) : null}
      {isTooMany ? <p>{t.leavers.tooMany}</p> : null}
    </>
  );
}
