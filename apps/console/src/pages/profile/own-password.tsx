import { useState } from 'react';
import { Form } from 'react-aria-components';
import { ApiProblem } from '../../api/api-problem';
import { useCanChange } from '../../api/availability';
import { call } from '../../api/call';
import { changeMyPassword } from '../../api/generated/sdk.gen';
import type { User } from '../../api/generated/types.gen';
import { readAnew } from '../../api/query-client';
import { Button } from '../../parts/button';
import { TextField } from '../../parts/text-field';
import { Section } from '../../parts/page';
import { Problem, sentenceOf } from '../../parts/problem';
import { useAct } from '../../parts/use-act';
import { announce } from '../../shell/announcer';
import { t } from '../../texts';
import css from './profile.module.css';

const nothing = { current: '', next: '', again: '' };

/** Changes one's own password; the present one is needed. */
export function OwnPassword({ user }: { readonly user: User }) {
  const { password } = t.profile;
  const canChange = useCanChange('people');
  const [entered, setEntered] = useState(nothing);
  const { current, next, again } = entered;
  const act = useAct(
    () => call(changeMyPassword({ body: { currentPassword: current, newPassword: next } })),
    () => {
      setEntered(nothing);
      announce(password.changed);
      readAnew('me', 'sessions');
    },
  );
  const code = act.error instanceof ApiProblem ? act.error.code : undefined;
  const isDiffering = again !== '' && again !== next;
  const field = (name: keyof typeof nothing, problem: string | undefined, autoComplete: string) => (
    <TextField
      label={password[name]}
      type="password"
      value={entered[name]}
      onChange={(value) => setEntered({ ...entered, [name]: value })}
      autoComplete={autoComplete}
      isRequired
      problem={problem}
      {...(name === 'next' ? { hint: t.setUp.passwordHint } : {})}
    />
  );
  return (
    <Section title={password.title}>
      {user.managedBy === 'directory' && user.ownSignIn !== true ? <p>{password.directory}</p> : null}
      <Form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isDiffering) act.run();
        }}
      >
        {/* So that password managers know whose password it is. */}
        <input type="hidden" name="username" autoComplete="username" value={user.userName} readOnly />
        {field('current', code === 'password-wrong' ? sentenceOf(act.error) : undefined, 'current-password')}
        {field('next', code === 'password-refused' ? sentenceOf(act.error) : undefined, 'new-password')}
        {field('again', isDiffering ? password.differ : undefined, 'new-password')}
        {act.error && code !== 'password-wrong' && code !== 'password-refused' ? <Problem error={act.error} /> : null}
        <div>
          <Button
            data-write
            type="submit"
            isPending={act.isPending}
            isDisabled={!current || !next || again !== next || !canChange}
          >
            {password.change}
          </Button>
        </div>
      </Form>
    </Section>
  );
}
