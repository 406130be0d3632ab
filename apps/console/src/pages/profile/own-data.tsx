import { useState } from 'react';
import { Form } from 'react-aria-components';
import { ApiProblem } from '../../api/api-problem';
import { useCanChange } from '../../api/availability';
import { call } from '../../api/call';
import { changeMe } from '../../api/generated/sdk.gen';
import type { User } from '../../api/generated/types.gen';
import { meQuery } from '../../api/me';
import { queryClient, readAnew } from '../../api/query-client';
import { Button } from '../../parts/button';
import { TextField } from '../../parts/text-field';
import { Section } from '../../parts/page';
import { Problem, sentenceOf } from '../../parts/problem';
import { Note } from '../../parts/state';
import { useAct } from '../../parts/use-act';
import { announce } from '../../shell/announcer';
import { t } from '../../texts';
import css from './profile.module.css';
import { changeOf, enteredOf, ownFields, pointerOf, type OwnField } from './profile-facts';

const completions: Readonly<Partial<Record<OwnField, string>>> = {
  givenName: 'given-name',
  familyName: 'family-name',
  title: 'organization-title',
};

/** A person's own name and what belongs to it. */
export function OwnData({ user }: { readonly user: User }) {
  const { data } = t.profile;
  const canChange = useCanChange('people');
  const [entered, setEntered] = useState(() => enteredOf(user));
  // Changes are made to what was shown; whoever was quicker is not overwritten unseen.
  const [base, setBase] = useState(user);
  const change = changeOf(base, entered);
  const act = useAct(
    () => call(changeMe({ body: { profile: change ?? {} }, headers: { 'If-Match': `"${base.version}"` } })),
    (next) => {
      setBase(next);
      setEntered(enteredOf(next));
      announce(data.saved);
      readAnew('me');
    },
  );
  const problemAt = problemsOf(act.error);
  const isOfField = ownFields.some((field) => problemAt(field) !== undefined);
  const isOvertaken = act.error instanceof ApiProblem && act.error.status === 412;
  const takeNew = (now: User) => {
    setBase(now);
    act.reset();
  };
  return (
    <Section title={data.title}>
      {user.managedBy === 'directory' ? <p>{data.kept}</p> : null}
      <Form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (change) act.run();
        }}
      >
        {ownFields.map((field) => (
          <TextField
            key={field}
            label={data[field === 'title' ? 'jobTitle' : field]}
            hint={hintOf(field)}
            value={entered[field]}
            onChange={(value) => setEntered({ ...entered, [field]: value })}
            autoComplete={completions[field] ?? 'off'}
            problem={problemAt(field)}
          />
        ))}
        {isOvertaken ? (
          <Overtaken onNow={takeNew} />
        ) : act.error && !isOfField ? (
          <Problem error={act.error} onRetry={act.run} />
        ) : null}
        <div>
          <Button data-write type="submit" kind="primary" isPending={act.isPending} isDisabled={!change || !canChange}>
            {data.save}
          </Button>
        </div>
      </Form>
    </Section>
  );
}

/** What the API says is wrong with each field. */
function problemsOf(error: unknown): (field: OwnField) => string | undefined {
  if (!(error instanceof ApiProblem)) return () => undefined;
  const isZone = error.code === 'time-zone-unknown';
  return (field) =>
    field === 'timezone' && isZone
      ? sentenceOf(error)
      : error.problems.find(({ at }) => at === pointerOf(field))?.problem;
}

function hintOf(field: OwnField): string | undefined {
  if (field === 'displayName') return t.profile.data.displayNameHint;
  return field === 'timezone' ? t.profile.data.timezoneHint : undefined;
}

/** Somebody was quicker: what was entered can be saved over what is there now. */
function Overtaken({ onNow }: { readonly onNow: (user: User) => void }) {
  const readNow = () =>
    queryClient.fetchQuery({ ...meQuery, staleTime: 0 }).then(
      ({ user }) => onNow(user),
      (error: unknown) => announce(sentenceOf(error)),
    );
  return (
    <div role="alert">
      <Note tone="warn" actions={<Button onPress={() => void readNow()}>{t.settings.conflict.mine}</Button>}>
        <p>{t.parts.changedMeanwhile}</p>
      </Note>
    </div>
  );
}
