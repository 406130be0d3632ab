import { useState } from 'react';
import { Form } from 'react-aria-components';
import { auditStreamsChanged } from '../../../api/audit-streams';
import { call } from '../../../api/call';
import { changeAuditStream, deleteAuditStream, rotateAuditStreamSecret } from '../../../api/generated/sdk.gen';
import type { AuditStream, AuditStreamWithSecret } from '../../../api/generated/types.gen';
import { ActDialog } from '../../../parts/act-dialog';
import { Button } from '../../../parts/button';
import { Dialog, DialogButtons } from '../../../parts/dialog';
import { Problem } from '../../../parts/problem';
import { useSecret } from '../../../parts/secret-once';
import { useAct } from '../../../parts/use-act';
import { announce } from '../../../shell/announcer';
import { t } from '../../../texts';
import { streamSentence } from '../../../texts/delivery-sentence';
import css from '../settings.module.css';
import { ReceiverSecret } from '../receivers/receiver-secret';
import { RotateSecret } from '../receivers/rotate-secret';
import { UrlField } from '../receivers/url-field';
import { CaField } from './ca-field';
import { StreamTest } from './stream-test';

interface ManageStreamProps {
  readonly stream: AuditStream;
  readonly onClose: () => void;
}

/** Says how a stream does; pauses it, leads it elsewhere, gives it a new secret, removes it. */
export function ManageStream({ stream, onClose }: ManageStreamProps) {
  const [open, setOpen] = useState<'rotate' | 'remove'>();
  const [made, setMade] = useSecret<AuditStreamWithSecret>();
  const back = () => setOpen(undefined);
  if (made?.secret !== undefined) {
    const test = <StreamTest stream={made.stream} />;
    const close = () => setMade(undefined);
    return <ReceiverSecret title={t.streams.secret} secret={made.secret} test={test} onClose={close} />;
  }
  if (open === 'remove') return <RemoveStream stream={stream} onClose={back} onDone={onClose} />;
  if (open === 'rotate') {
    const send = (keepOldHours: number, retryKey: string) =>
      call(
        rotateAuditStreamSecret({
          path: { streamId: stream.id },
          body: { keepOldHours },
          headers: { 'Idempotency-Key': retryKey },
        }),
      );
    return <RotateSecret send={send} onSent={auditStreamsChanged} onMade={setMade} onClose={back} />;
  }
  return (
    <Dialog isOpen onClose={onClose} title={t.streams.managing.title} isWide>
      <p>{streamSentence(stream)}</p>
      {stream.missed > 0 ? <p>{t.streams.missed(stream.missed)}</p> : null}
      <ChangeForm stream={stream} />
      <div className={css.acts}>
        <PauseButton stream={stream} />
        {stream.kind === 'webhook' ? (
          <Button onPress={() => setOpen('rotate')}>{t.webhooks.managing.rotate}</Button>
        ) : null}
        <Button kind="danger" onPress={() => setOpen('remove')}>
          {t.webhooks.managing.remove}
        </Button>
      </div>
      <DialogButtons>
        <Button onPress={onClose}>{t.parts.close}</Button>
      </DialogButtons>
    </Dialog>
  );
}

function PauseButton({ stream: { id, paused } }: { readonly stream: AuditStream }) {
  const { managing } = t.streams;
  const act = useAct(
    () => call(changeAuditStream({ path: { streamId: id }, body: { paused: !paused } })),
    (changed) => {
      announce(changed.paused ? managing.paused : managing.resumed);
      auditStreamsChanged();
    },
  );
  return (
    <>
      <Button isPending={act.isPending} onPress={act.run}>
        {paused ? managing.resume : managing.pause}
      </Button>
      {act.error ? <Problem error={act.error} onRetry={act.run} /> : null}
    </>
  );
}

function ChangeForm({ stream }: { readonly stream: AuditStream }) {
  const [url, setUrl] = useState(stream.url);
  const [ca, setCa] = useState(stream.ca ?? '');
  const change = {
    ...(url.trim() === stream.url ? {} : { url: url.trim() }),
    ...(ca.trim() === (stream.ca ?? '').trim() ? {} : { ca: ca.trim() }),
  };
  const act = useAct(
    () => call(changeAuditStream({ path: { streamId: stream.id }, body: change })),
    () => {
      announce(t.streams.managing.saved);
      auditStreamsChanged();
    },
  );
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        act.run();
      }}
    >
      <UrlField hint={t.streams.managing.urlHint} value={url} onChange={setUrl} />
      {stream.kind === 'syslog' ? <CaField value={ca} onChange={setCa} /> : null}
      {act.error ? <Problem error={act.error} onRetry={act.run} /> : null}
      <div>
        <Button type="submit" isPending={act.isPending} isDisabled={Object.keys(change).length === 0}>
          {t.webhooks.managing.save}
        </Button>
      </div>
    </Form>
  );
}

interface RemoveStreamProps extends ManageStreamProps {
  readonly onDone: () => void;
}

/** Ends a stream, also what is still to be sent. */
function RemoveStream({ stream: { id, url, behind }, onClose, onDone }: RemoveStreamProps) {
  const { removing } = t.streams;
  return (
    <ActDialog
      title={removing.title}
      act={t.webhooks.removing.act}
      isDanger
      send={() => call(deleteAuditStream({ path: { streamId: id } }))}
      done={removing.done}
      onClose={onClose}
      onDone={() => {
        auditStreamsChanged();
        onDone();
      }}
    >
      <p>{url}</p>
      <p>{removing.about}</p>
      {behind > 0 ? <p>{t.streams.behind(behind)}</p> : null}
    </ActDialog>
  );
}
