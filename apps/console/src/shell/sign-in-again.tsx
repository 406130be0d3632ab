import { useState, useSyncExternalStore, type FormEvent } from 'react';
import { Form } from 'react-aria-components';
import { call } from '../api/call';
import { signIn } from '../api/generated/sdk.gen';
import { lookWhoIsSignedIn, useMe } from '../api/me';
import { session } from '../api/session';
import { tellTabs } from '../api/tabs';
import { Button } from '../parts/button';
import { Dialog, DialogButtons } from '../parts/dialog';
import { TextField } from '../parts/field';
import { textOf } from '../parts/form-text';
import { sentenceOf } from '../parts/problem';
import { t } from '../texts';

/** Over the page, when the session has ended: what was typed on the page stays. */
export function SignInAgain() {
  const state = useSyncExternalStore(session.subscribe, () => session.state);
  const why = useSyncExternalStore(session.subscribe, () => session.why);
  const { account, user } = useMe();
  const [problem, setProblem] = useState<string>();
  const [isPending, setPending] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = textOf(new FormData(event.currentTarget), 'password');
    setPending(true);
    try {
      await call(signIn({ body: { account: account.slug, userName: user.userName, password } }));
      setProblem(undefined);
      lookWhoIsSignedIn();
      tellTabs('signed-in');
    } catch (error) {
      setProblem(sentenceOf(error));
    } finally {
      setPending(false);
    }
  };
  const leave = () => {
    globalThis.location.assign(`/console/sign-in?account=${encodeURIComponent(account.slug)}`);
  };
  return (
    <Dialog isOpen={state === 'ended'} onClose={() => undefined} isDismissable={false} title={t.shell.again.title}>
      <p>{why ?? t.shell.again.why}</p>
      <p>{t.shell.again.as(user.userName)}</p>
      <Form onSubmit={(event) => void submit(event)}>
        <TextField
          name="password"
          type="password"
          label={t.signIn.password}
          autoComplete="current-password"
          autoFocus
          isRequired
          problem={problem}
        />
        <DialogButtons>
          <Button onPress={leave}>{t.shell.again.other}</Button>
          <Button type="submit" kind="primary" isPending={isPending}>
            {t.signIn.signIn}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}
