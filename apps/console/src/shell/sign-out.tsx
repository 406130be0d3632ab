import { useNavigate } from '@tanstack/react-router';
import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { call } from '../api/call';
import { signOut } from '../api/generated/sdk.gen';
import { useMe } from '../api/me';
import { queryClient } from '../api/query-client';
import { session } from '../api/session';
import { tellTabs } from '../api/tabs';
import { Button, IconButton } from '../parts/button';
import { Dialog, DialogButtons } from '../parts/dialog';
import { Problem } from '../parts/problem';
import { t } from '../texts';
import { isLeft } from './is-left';

/** Ends the session, and says so where that fails. */
export function SignOutButton() {
  const navigate = useNavigate();
  const me = useMe();
  const [failed, setFailed] = useState<unknown>();
  const leave = async () => {
    setFailed(undefined);
    try {
      await call(signOut());
    } catch (error) {
      if (!isLeft(error)) return setFailed(error);
    }
    session.signedOut();
    tellTabs('signed-out');
    await navigate({ to: '/sign-in', search: { account: me.account.slug } });
    queryClient.clear();
  };
  return (
    <>
      <IconButton aria-label={t.shell.signOut} onPress={() => void leave()}>
        <LogOut aria-hidden />
      </IconButton>
      <StillSignedIn error={failed} onClose={() => setFailed(undefined)} onRetry={() => void leave()} />
    </>
  );
}

interface StillSignedInProps {
  readonly error: unknown;
  readonly onClose: () => void;
  readonly onRetry: () => void;
}

/** Says that a sign-out has failed: who believes in it leaves their session to whoever comes next. */
function StillSignedIn({ error, onClose, onRetry }: StillSignedInProps) {
  return (
    <Dialog isOpen={error !== undefined} onClose={onClose} title={t.shell.stillSignedIn.title} role="alertdialog">
      <p>{t.shell.stillSignedIn.why}</p>
      {error === undefined ? null : <Problem error={error} onRetry={onRetry} />}
      <DialogButtons>
        <Button onPress={onClose}>{t.parts.close}</Button>
      </DialogButtons>
    </Dialog>
  );
}
