import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Form } from 'react-aria-components';
import { call } from '../../api/call';
import { signIn } from '../../api/generated/sdk.gen';
import { queryClient } from '../../api/query-client';
import { session } from '../../api/session';
import { tellTabs } from '../../api/tabs';
import { Button } from '../../parts/button';
import { TextField } from '../../parts/text-field';
import { Problem } from '../../parts/problem';
import { Note } from '../../parts/state';
import { t } from '../../texts';
import { Entrance } from './entrance';
import { nextPlace } from './next-place';
import { useForm } from './use-form';

/** Signs in with account, e-mail address and password. Whatever is wrong of these three, the API says the same. */
export function SignInPage() {
  const { account, next, done } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const form = useForm(async (field) => {
    await call(
      signIn({ body: { account: field('account'), userName: field('userName'), password: field('password') } }),
    );
    session.signedOut();
    queryClient.clear(); // nothing of who was here before
    tellTabs('signed-in');
    await navigate({ href: nextPlace(next, globalThis.location.origin) });
  });
  return (
    <Entrance title={t.signIn.title}>
      {done ? <Note tone="ok">{done === 'set-up' ? t.setUp.done : t.setPassword.done}</Note> : null}
      {form.error ? <Problem error={form.error} /> : null}
      <Form onSubmit={form.onSubmit}>
        <TextField
          name="account"
          label={t.signIn.account}
          hint={t.signIn.accountHint}
          defaultValue={account ?? ''}
          autoComplete="organization"
          autoFocus={!account}
          isRequired
          problem={form.problemAt('/account')}
        />
        <TextField
          name="userName"
          type="email"
          label={t.signIn.userName}
          autoComplete="username"
          autoFocus={Boolean(account)}
          isRequired
          problem={form.problemAt('/userName')}
        />
        <TextField
          name="password"
          type="password"
          label={t.signIn.password}
          autoComplete="current-password"
          isRequired
        />
        <Button type="submit" kind="primary" isPending={form.isPending}>
          {t.signIn.signIn}
        </Button>
      </Form>
      <p>{t.signIn.forgotten}</p>
      <p>
        {t.signIn.firstTime} <Link to="/set-up">{t.signIn.setUp}</Link>
      </p>
    </Entrance>
  );
}
