import type { ReactNode } from 'react';
import { call } from '../../api/call';
import { dryRun, foreseen, type Foreseen } from '../../api/dry-run';
import { approveLeavers, declineLeavers } from '../../api/generated/sdk.gen';
import { readAnew } from '../../api/query-client';
import { ActDialog } from '../../parts/act-dialog';
import { confirmed } from '../../shell/confirm-password';
import { t } from '../../texts';
import { time } from '../../texts/format';
import { approvalOf, decliningOf } from './leaver-facts';

export interface Deciding {
  readonly act: 'approve' | 'decline';
  /** How many they are. */
  readonly count: number;
  /** Who; all who are held where absent. */
  readonly userIds?: readonly string[];
}

interface DecideProps extends Deciding {
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Lets people leave, or keeps them, after it has said what becomes of them. */
export function Decide({ act, count, userIds, onClose, onDone }: DecideProps) {
  const done = () => {
    readAnew('leavers', 'status', 'notices', 'users');
    onDone();
  };
  if (act === 'decline') {
    const body = decliningOf(userIds);
    return (
      <ActDialog
        title={t.leavers.declining.title(count)}
        consequence={async () => stayText(await foreseen(declineLeavers({ body, headers: dryRun })), count)}
        act={t.leavers.declining.act}
        send={(retryKey) => call(declineLeavers({ body, headers: { 'Idempotency-Key': retryKey } }))}
        done={t.leavers.declining.done(count)}
        onClose={onClose}
        onDone={done}
      />
    );
  }
  const body = approvalOf(count, userIds);
  return (
    <ActDialog
      title={t.leavers.approving.title(count)}
      consequence={async () =>
        leaveText(await confirmed(() => foreseen(approveLeavers({ body, headers: dryRun }))), count)
      }
      typed={{ number: count, label: t.leavers.approving.type(count) }}
      act={t.leavers.approving.act}
      isDanger
      send={(retryKey) => call(approveLeavers({ body, headers: { 'Idempotency-Key': retryKey } }))}
      done={t.leavers.approving.done(count)}
      onClose={onClose}
      onDone={done}
    />
  );
}

function leaveText({ leavers }: Foreseen, count: number): ReactNode {
  const { leave = count, passesUntil } = leavers ?? {};
  return (
    <>
      <p>{t.leavers.approving.leave(leave)}</p>
      {passesUntil ? <p>{t.leavers.approving.passes(time(passesUntil))}</p> : null}
    </>
  );
}

const stayText = ({ leavers }: Foreseen, count: number): ReactNode => (
  <p>{t.leavers.declining.stay(leavers?.stay ?? count)}</p>
);
