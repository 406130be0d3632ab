import { useState } from 'react';
import { auditStreamsChanged } from '../../../api/audit-streams';
import { call } from '../../../api/call';
import { createAuditStream } from '../../../api/generated/sdk.gen';
import type { AuditStreamWithSecret, NewAuditStream } from '../../../api/generated/types.gen';
import { FormDialog } from '../../../parts/form-dialog';
import { RadioGroup } from '../../../parts/field';
import { useSecret } from '../../../parts/secret-once';
import { useAct } from '../../../parts/use-act';
import { announce } from '../../../shell/announcer';
import { t } from '../../../texts';
import { ReceiverSecret } from '../receivers/receiver-secret';
import { SecretProblem } from '../receivers/secret-problem';
import { UrlField } from '../receivers/url-field';
import { CaField, isSyslog } from './ca-field';
import { StreamTest } from './stream-test';

const choicesOf = <Value extends string>(labels: Readonly<Record<Value, string>>) =>
  (Object.keys(labels) as Value[]).map((value) => ({ value, label: labels[value] }));

/** Has the audit log sent to a receiver, and shows the secret of a webhook once. */
export function AddStream({ onClose }: { readonly onClose: () => void }) {
  const [made, setMade] = useSecret<AuditStreamWithSecret>();
  const [url, setUrl] = useState('');
  const [ca, setCa] = useState('');
  const [log, setLog] = useState<NonNullable<NewAuditStream['log']>>('changes');
  const [format, setFormat] = useState<NonNullable<NewAuditStream['format']>>('rollcall');
  const [from, setFrom] = useState<NonNullable<NewAuditStream['from']>>('now');
  const act = useAct(
    (retryKey) => {
      const trusts = isSyslog(url) && ca.trim() ? { ca: ca.trim() } : {};
      const body = { url: url.trim(), ...trusts, log, format, from };
      return call(createAuditStream({ body, headers: { 'Idempotency-Key': retryKey } }));
    },
    (answer) => {
      auditStreamsChanged();
      if (answer.secret !== undefined) return setMade(answer);
      announce(t.streams.adding.done);
      onClose();
    },
  );
  const { adding } = t.streams;
  if (made?.secret !== undefined) {
    const test = <StreamTest stream={made.stream} />;
    return <ReceiverSecret title={t.streams.secret} secret={made.secret} test={test} onClose={onClose} />;
  }
  return (
    <FormDialog
      title={adding.title}
      onClose={onClose}
      act={t.webhooks.adding.act}
      isPending={act.isPending}
      onSubmit={act.run}
    >
      <UrlField hint={adding.urlHint} value={url} onChange={setUrl} autoFocus />
      {isSyslog(url) ? <CaField value={ca} onChange={setCa} /> : null}
      <RadioGroup label={adding.log} value={log} onChange={setLog} choices={choicesOf(adding.logs)} />
      <RadioGroup label={adding.format} value={format} onChange={setFormat} choices={choicesOf(t.streams.formats)} />
      <RadioGroup label={adding.from} value={from} onChange={setFrom} choices={choicesOf(adding.starts)} />
      {act.error ? (
        <SecretProblem error={act.error} onRetry={act.run} lost={t.streams.lost} onLost={auditStreamsChanged} />
      ) : null}
    </FormDialog>
  );
}
