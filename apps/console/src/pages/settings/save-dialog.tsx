import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { ApiProblem } from '../../api/api-problem';
import { call } from '../../api/call';
import { dryRun, foreseen, type Foreseen } from '../../api/dry-run';
import { changeScimSettings } from '../../api/generated/sdk.gen';
import { queryClient, readAnew } from '../../api/query-client';
import { settingsQuery } from '../../api/settings';
import { Button } from '../../parts/button';
import { Dialog, DialogButtons } from '../../parts/dialog';
import { Skeleton } from '../../parts/page';
import { Problem } from '../../parts/problem';
import { Note } from '../../parts/state';
import { useAct } from '../../parts/use-act';
import { announce } from '../../shell/announcer';
import { confirmed } from '../../shell/confirm-password';
import { t } from '../../texts';
import { ChangeList, type SaveProps } from './change-list';
import { saidOf, titleOf } from './question';
import { changedMeanwhile } from './setting-facts';
import css from './settings.module.css';

/** What would change, asked of the API; then the changes are saved, unless somebody was quicker. */
export function SaveDialog(props: SaveProps & { readonly onClose: () => void }) {
  const { base, now, draft, roles, onRebase, onReset, onClose } = props;
  const { saving } = t.settings;
  const body = { settings: { ...draft } };
  const tried = useQuery({
    queryKey: ['consequence', useId()],
    queryFn: () => confirmed(() => foreseen(changeScimSettings({ body, headers: dryRun }))),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const act = useAct(
    async () => {
      try {
        return await call(changeScimSettings({ body, headers: { 'If-Match': base.etag } }));
      } catch (error) {
        if (isOvertakenBy(error)) await queryClient.invalidateQueries({ queryKey: settingsQuery.queryKey });
        throw error;
      }
    },
    () => {
      readAnew('settings');
      announce(saving.done);
      onClose();
      onReset();
    },
  );
  const isOvertaken = isOvertakenBy(act.error);
  const lookAgain = async () => {
    onRebase(await queryClient.fetchQuery({ ...settingsQuery, staleTime: 0 }));
    act.reset();
  };
  return (
    <Dialog isOpen onClose={onClose} title={saving.title} isWide role="alertdialog">
      <ChangeList draft={draft} now={now} roles={roles} />
      {tried.isPending ? <Skeleton rows={1} /> : null}
      {tried.error ? <Problem error={tried.error} onRetry={() => void tried.refetch()} /> : null}
      {tried.data ? <Consequences draft={draft} foreseen={tried.data} /> : null}
      {isOvertaken ? <Overtaken {...props} onLook={() => void lookAgain()} /> : null}
      {act.error && !isOvertaken ? <Problem error={act.error} onRetry={act.run} /> : null}
      <DialogButtons>
        <Button onPress={onClose}>{t.parts.cancel}</Button>
        <Button kind="primary" isPending={act.isPending} isDisabled={!tried.data || isOvertaken} onPress={act.run}>
          {saving.act}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}

const isOvertakenBy = (error: unknown) => error instanceof ApiProblem && error.status === 412;

const cutsLog = ({ auditChangesDays: changes, auditReadsDays: reads }: SaveProps['draft']) =>
  [changes, reads].some((days) => days !== undefined && days !== 'longest');

interface ConsequencesProps {
  readonly draft: SaveProps['draft'];
  readonly foreseen: Foreseen;
}

/** What a change does to what is here already. */
function Consequences({ draft, foreseen: { peopleErased } }: ConsequencesProps) {
  const { saving } = t.settings;
  const said = [
    ...(peopleErased === undefined ? [] : [saving.erased(peopleErased)]),
    ...(draft['lastAdminGuard'] === 'off' ? [saving.guardOff] : []),
    ...(draft['deprovisionBrake'] === 'off' ? [saving.brakeOff] : []),
    ...(cutsLog(draft) ? [saving.logCut] : []),
  ];
  return (
    <Note tone={said.length > 0 && (peopleErased ?? 1) > 0 ? 'warn' : 'neutral'}>
      {(said.length > 0 ? said : [saving.nothing]).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </Note>
  );
}

/** Somebody was quicker: what is different now, and the choice to save nevertheless. */
function Overtaken({ base, now, draft, roles, onLook }: SaveProps & { readonly onLook: () => void }) {
  const { conflict } = t.settings;
  const meanwhile = changedMeanwhile(base.items, now.items, draft);
  return (
    <div role="alert">
      <Note tone="warn" title={conflict.title} actions={<Button onPress={onLook}>{conflict.mine}</Button>}>
        <p>{meanwhile.length > 0 ? conflict.kept : conflict.nothing}</p>
        <ul className={css.changes}>
          {meanwhile.map(({ name, value }) => (
            <li key={name}>{conflict.row(titleOf(name), saidOf(name, value, roles))}</li>
          ))}
        </ul>
      </Note>
    </div>
  );
}
