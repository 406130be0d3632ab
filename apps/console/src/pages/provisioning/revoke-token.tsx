import { useState } from 'react';
import { call } from '../../api/call';
import { revokeToken } from '../../api/generated/sdk.gen';
import type { TokenInUse } from '../../api/generated/types.gen';
import { useProvider } from '../../api/provider';
import { readAnew } from '../../api/query-client';
import { FormDialog } from '../../parts/form-dialog';
import { TextField } from '../../parts/text-field';
import { Problem } from '../../parts/problem';
import { useNow } from '../../parts/time';
import { useAct } from '../../parts/use-act';
import { announce } from '../../shell/announcer';
import { t } from '../../texts';
import { relative } from '../../texts/format';
import { asksForName, firstUseOf } from './token-facts';

interface RevokeTokenProps {
  readonly token: TokenInUse;
  /** How many other tokens work. */
  readonly others: number;
  readonly onClose: () => void;
  readonly onDone?: () => void;
}

/** Ends a token, after it has said what stops then. One that is in use is ended only by who types its name. */
export function RevokeToken({ token, others, onClose, onDone }: RevokeTokenProps) {
  const { revoking } = t.provisioning;
  const isTyped = asksForName(token, useNow());
  const [typed, setTyped] = useState('');
  const act = useAct(
    () => call(revokeToken({ path: { tokenId: token.id } })),
    () => {
      readAnew('tokens', 'status');
      announce(revoking.done(token.name));
      onClose();
      onDone?.();
    },
  );
  const isReady = !isTyped || typed.trim() === token.name;
  const submit = () => {
    if (isReady) act.run();
  };
  return (
    <FormDialog
      role="alertdialog"
      title={revoking.title(token.name)}
      onClose={onClose}
      act={revoking.act}
      isDanger
      isPending={act.isPending}
      isDisabled={!isReady}
      onSubmit={submit}
    >
      <Consequence token={token} others={others} />
      <p>{revoking.for}</p>
      {isTyped ? (
        <TextField label={revoking.type(token.name)} value={typed} onChange={setTyped} autoComplete="off" autoFocus />
      ) : null}
      {act.error ? <Problem error={act.error} /> : null}
    </FormDialog>
  );
}

function Consequence({ token, others }: Pick<RevokeTokenProps, 'token' | 'others'>) {
  const { revoking } = t.provisioning;
  const provider = useProvider();
  const now = useNow();
  const isUsed = firstUseOf(token) === 'works';
  const ago = token.lastUsedAt ? relative(token.lastUsedAt, now) : t.provisioning.first.now;
  const used = isUsed ? revoking.used(provider, ago) : revoking.neverUsed;
  if (others > 0) {
    return (
      <p>
        {isUsed ? `${used} ` : null}
        {revoking.others(others)}
      </p>
    );
  }
  return (
    <>
      <p>
        {used} {isUsed ? revoking.stops : null}
      </p>
      <p>{revoking.last}</p>
    </>
  );
}
