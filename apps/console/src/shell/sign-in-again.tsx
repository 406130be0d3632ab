import { useSyncExternalStore } from 'react';
import { call } from '../api/call';
import { signIn } from '../api/generated/sdk.gen';
import { lookWhoIsSignedIn, useMe } from '../api/me';
import { session } from '../api/session';
import { tellTabs } from '../api/tabs';
import { Dialog } from '../parts/dialog';
import { t } from '../texts';
import { PasswordForm } from './password-form';

/** Over the page, when the session has ended: what was typed on the page stays. */
export function SignInAgain() {
  const state = useSyncExternalStore(session.subscribe, () => session.state);
  const why = useSyncExternalStore(session.subscribe, () => session.why);
  const { account, user } = useMe();
  const signInWith = (password: string) =>
    call(signIn({ body: { account: account.slug, userName: user.userName, password } }));
  const done = () => {
    lookWhoIsSignedIn();
    tellTabs('signed-in');
  };
  const leave = () => {
    globalThis.location.assign(`/console/sign-in?account=${encodeURIComponent(account.slug)}`);
  };
  return (
    <Dialog isOpen={state === 'ended'} onClose={() => undefined} isDismissable={false} title={t.shell.again.title}>
      <p>{why ?? t.shell.again.why}</p>
      <p>{t.shell.again.as(user.userName)}</p>
      <PasswordForm
        send={signInWith}
        onDone={done}
        onLeave={leave}
        leave={t.shell.again.other}
        submit={t.signIn.signIn}
      />
    </Dialog>
  );
}
