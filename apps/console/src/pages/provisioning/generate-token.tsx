import { useEffect, useState } from 'react';
import { ApiProblem } from '../../api/api-problem';
import { call } from '../../api/call';
import { createToken, revokeToken } from '../../api/generated/sdk.gen';
import type { GeneratedToken, NewToken, TokenInUse } from '../../api/generated/types.gen';
import { readAnew } from '../../api/query-client';
import { Button } from '../../parts/button';
import { CopyField } from '../../parts/copy';
import { Checkbox, RadioGroup } from '../../parts/field';
import { FormDialog } from '../../parts/form-dialog';
import { Select } from '../../parts/select';
import { TextField } from '../../parts/text-field';
import { Problem } from '../../parts/problem';
import { SecretOnce, useSecret } from '../../parts/secret-once';
import { Note } from '../../parts/state';
import { useAct } from '../../parts/use-act';
import { t } from '../../texts';
import { FirstUseNote } from './first-request';
import { endOf, type Lifetime } from './token-facts';

type TokenProvider = NonNullable<NewToken['provider']>;

/** Each that has a name. */
const providers = (): TokenProvider[] => Object.keys(t.who.providers) as TokenProvider[];
const lifetimes: readonly Lifetime[] = ['days90', 'year1', 'years2', 'until'];

interface GenerateTokenProps {
  /** The token that the new one is to take the place of. */
  readonly replaces?: TokenInUse;
  /** With the id of the token that was made, if one was. */
  readonly onClose: (madeId: string | undefined) => void;
}

/** Makes a token and shows its secret, once. */
export function GenerateToken({ replaces, onClose }: GenerateTokenProps) {
  const [made, setMade] = useSecret<GeneratedToken>();
  const [madeId, setMadeId] = useState<string>();
  // The secret may also be forgotten without a word of the person, as when nobody looks at the page.
  useEffect(() => {
    if (!made && madeId) onClose(madeId);
  });
  const keep = (answer: GeneratedToken) => {
    setMade(answer);
    setMadeId(answer.token.id);
    readAnew('tokens', 'status');
  };
  if (!made)
    return madeId ? null : <NewTokenForm replaces={replaces} onMade={keep} onClose={() => onClose(undefined)} />;
  const { secret, token, scimUrl } = made;
  return (
    <SecretOnce
      title={t.provisioning.secret.title(token.name)}
      label={t.provisioning.secret.label}
      secret={secret}
      onClose={() => setMade(undefined)}
      after={<FirstUseNote tokenId={token.id} />}
    >
      <p>{t.provisioning.secret.where}</p>
      {scimUrl ? <CopyField label={t.provisioning.url} value={scimUrl} isLabelShown /> : null}
    </SecretOnce>
  );
}

interface NewTokenFormProps {
  readonly replaces: TokenInUse | undefined;
  readonly onMade: (answer: GeneratedToken) => void;
  readonly onClose: () => void;
}

function NewTokenForm({ replaces, onMade, onClose }: NewTokenFormProps) {
  const { generating } = t.provisioning;
  const [wanted, setWanted] = useState<Wanted>({
    name: replaces?.name ?? '',
    lifetime: 'year1',
    day: '',
    provider: replaces?.provider ?? '',
    isStrict: replaces?.leniency === 'none',
  });
  const act = useAct(
    (retryKey, at) => call(createToken({ body: bodyOf(wanted, at), headers: { 'Idempotency-Key': retryKey } })),
    onMade,
  );
  const lost = act.error instanceof ApiProblem && act.error.code === 'secret-shown' ? act.error : undefined;
  return (
    <FormDialog
      title={replaces ? generating.replaceTitle(replaces.name) : generating.title}
      onClose={onClose}
      act={generating.generate}
      isPending={act.isPending}
      isDisabled={lost !== undefined}
      onSubmit={act.run}
    >
      {replaces ? <p>{generating.replaceAbout}</p> : null}
      <Fields wanted={wanted} onChange={setWanted} />
      {lost ? <Lost problem={lost} onAgain={act.run} /> : null}
      {act.error && !lost ? <Problem error={act.error} onRetry={act.run} /> : null}
    </FormDialog>
  );
}

/** What somebody wants of a new token. */
interface Wanted {
  readonly name: string;
  readonly lifetime: Lifetime;
  /** Its last day, where the lifetime is `until`. */
  readonly day: string;
  /** Empty: nobody says it. */
  readonly provider: TokenProvider | '';
  readonly isStrict: boolean;
}

function bodyOf({ name, lifetime, day, provider, isStrict }: Wanted, now: number): NewToken {
  const expiresAt = endOf(lifetime, day, now);
  return {
    ...(name.trim() ? { name: name.trim() } : {}),
    ...(expiresAt ? { expiresAt } : {}),
    ...(provider ? { provider } : {}),
    ...(isStrict ? { leniency: 'none' } : {}),
  };
}

function Fields({ wanted, onChange }: { readonly wanted: Wanted; readonly onChange: (wanted: Wanted) => void }) {
  const { generating } = t.provisioning;
  const { name, lifetime, day, provider, isStrict } = wanted;
  return (
    <>
      <TextField
        label={generating.name}
        hint={generating.nameHint}
        value={name}
        onChange={(next) => onChange({ ...wanted, name: next })}
        maxLength={200}
        autoComplete="off"
        autoFocus
      />
      <Select
        label={generating.provider}
        choices={[
          { value: '', label: generating.noProvider },
          ...providers().map((each) => ({ value: each, label: t.who.providers[each] })),
        ]}
        value={provider}
        onChange={(next) => onChange({ ...wanted, provider: next })}
      />
      <RadioGroup
        label={generating.ends}
        value={lifetime}
        onChange={(next) => onChange({ ...wanted, lifetime: next })}
        choices={lifetimes.map((value) => ({ value, label: generating[value] }))}
      />
      {lifetime === 'until' ? (
        <TextField
          label={generating.day}
          hint={generating.dayHint}
          type="date"
          value={day}
          onChange={(next) => onChange({ ...wanted, day: next })}
          isRequired
        />
      ) : null}
      <Checkbox isSelected={isStrict} onChange={(next) => onChange({ ...wanted, isStrict: next })}>
        {generating.strict}
      </Checkbox>
    </>
  );
}

/** The token was made, and its secret is known to nobody: one button revokes it and makes another. */
function Lost({ problem, onAgain }: { readonly problem: ApiProblem; readonly onAgain: () => void }) {
  const { lost } = t.provisioning;
  const { tokenId } = problem.facts;
  const act = useAct(async () => {
    if (typeof tokenId === 'string') await call(revokeToken({ path: { tokenId } }));
  }, onAgain);
  return (
    <div role="alert">
      <Note
        tone="warn"
        title={lost.title}
        actions={
          <Button onPress={act.run} isPending={act.isPending}>
            {lost.act}
          </Button>
        }
      >
        <p>{lost.text}</p>
        {act.error ? <Problem error={act.error} /> : null}
      </Note>
    </div>
  );
}
