import { useNavigate } from '@tanstack/react-router';
import { Form } from 'react-aria-components';
import { call } from '../../api/call';
import { setUp } from '../../api/generated/sdk.gen';
import { Button } from '../../parts/button';
import { TextField, type FieldProps } from '../../parts/text-field';
import { Problem } from '../../parts/problem';
import { t } from '../../texts';
import { Entrance } from './entrance';
import { useForm } from './use-form';

/** The fields of the form, and where in the body of the request each one goes. */
const fields = (): readonly (FieldProps & { readonly name: string; readonly at: string })[] => [
  {
    name: 'secret',
    at: '/secret',
    label: t.setUp.secret,
    hint: t.setUp.secretHint,
    type: 'password',
    autoComplete: 'off',
  },
  { name: 'accountName', at: '/account/name', label: t.setUp.accountName, autoComplete: 'organization' },
  { name: 'slug', at: '/account/slug', label: t.setUp.slug, hint: t.setUp.slugHint, autoComplete: 'off' },
  { name: 'givenName', at: '/admin/givenName', label: t.setUp.givenName, autoComplete: 'given-name' },
  { name: 'familyName', at: '/admin/familyName', label: t.setUp.familyName, autoComplete: 'family-name' },
  { name: 'userName', at: '/admin/userName', label: t.signIn.userName, type: 'email', autoComplete: 'username' },
  {
    name: 'password',
    at: '/admin/password',
    label: t.signIn.password,
    hint: t.setUp.passwordHint,
    type: 'password',
    autoComplete: 'new-password',
  },
];

/** Makes the first account of an installation and its admin, for who knows the installation's secret. */
export function SetUpPage() {
  const navigate = useNavigate();
  const form = useForm(async (field) => {
    const admin = { userName: field('userName'), givenName: field('givenName'), familyName: field('familyName') };
    const { account } = await call(
      setUp({
        body: {
          secret: field('secret'),
          account: { slug: field('slug'), name: field('accountName') },
          admin: { ...admin, password: field('password') },
        },
      }),
    );
    await navigate({ to: '/sign-in', search: { account: account.slug, done: 'set-up' } });
  });
  return (
    <Entrance title={t.setUp.title} about={t.setUp.about}>
      {form.error ? <Problem error={form.error} /> : null}
      <Form onSubmit={form.onSubmit}>
        {fields().map(({ at, ...field }, index) => (
          <TextField key={at} {...field} autoFocus={index === 0} isRequired problem={form.problemAt(at)} />
        ))}
        <Button type="submit" kind="primary" isPending={form.isPending}>
          {t.setUp.make}
        </Button>
      </Form>
    </Entrance>
  );
}
