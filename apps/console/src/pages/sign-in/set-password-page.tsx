import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { call } from '../../api/call';
import { setPassword } from '../../api/generated/sdk.gen';
import { Button } from '../../parts/button';
import { TextField } from '../../parts/text-field';
import { Problem } from '../../parts/problem';
import { Note } from '../../parts/state';
import { t } from '../../texts';
import { Entrance } from './entrance';
import { useForm } from './use-form';

/** The secret part of the link behind `#`, which browsers send to nobody; it is taken out of the address and history at once. */
function takeLink(): string {
  const link = globalThis.location.hash.slice(1);
  if (link) history.replaceState(history.state, '', globalThis.location.pathname);
  return link;
}

/** Sets the password of who was invited or got a new link. */
export function SetPasswordPage() {
  const [link] = useState(takeLink);
  const navigate = useNavigate();
  const form = useForm(async (field) => {
    await call(setPassword({ body: { link, password: field('password') } }));
    await navigate({ to: '/sign-in', search: { done: 'password' } });
  });
  const text = t.setPassword;
  if (!link) {
    return (
      <Entrance title={text.title}>
        <Note tone="warn">{text.noLink}</Note>
      </Entrance>
    );
  }
  return (
    <Entrance title={text.title} about={text.about}>
      {form.error ? <Problem error={form.error} /> : null}
      <Form onSubmit={form.onSubmit}>
        <TextField
          name="password"
          type="password"
          label={text.newPassword}
          hint={t.setUp.passwordHint}
          autoComplete="new-password"
          autoFocus
          isRequired
          problem={form.problemAt('/password')}
        />
        <Button type="submit" kind="primary" isPending={form.isPending}>
          {text.set}
        </Button>
      </Form>
    </Entrance>
  );
}
