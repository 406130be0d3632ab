import { useNavigate } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { Form } from 'react-aria-components';
import { tokensQuery } from '../../api/tokens';
import { Button } from '../../parts/button';
import { Select } from '../../parts/select';
import { TextField } from '../../parts/text-field';
import { textOf } from '../../parts/form-text';
import { t } from '../../texts';
import css from '../log/log.module.css';
import { momentOf, type WhyQuestion, type WhyKind } from './why-question';

interface WhyFormProps {
  readonly kind: Exclude<WhyKind, 'token'>;
  readonly asked: WhyQuestion;
}

/** Asks one question; it stands in the address then, so that it can be sent to a colleague. */
export function WhyForm({ kind, asked }: WhyFormProps) {
  const navigate = useNavigate();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    const given = (name: string) => textOf(values, name).trim();
    const at = momentOf(given('at'));
    const parts = { team: given('team'), user: given('user') };
    const said = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== ''));
    void navigate({ to: '/why', search: { kind, ...said, ...(at ? { at } : {}) } });
  };
  return (
    <Form onSubmit={submit} className={css.form}>
      {kind === 'membership' ? (
        <TextField name="team" label={t.why.team} hint={t.why.teamHint} defaultValue={asked.team ?? ''} isRequired />
      ) : null}
      <TextField name="user" label={t.why.user} hint={t.why.userHint} defaultValue={asked.user ?? ''} isRequired />
      {kind === 'membership' ? (
        <TextField
          name="at"
          type="datetime-local"
          label={t.why.at}
          hint={t.why.atHint}
          defaultValue={localOf(asked.at)}
        />
      ) : null}
      <Button type="submit" kind="primary">
        {t.why.ask}
      </Button>
    </Form>
  );
}

/** Asks about a token, which is chosen among those of the account: nobody knows their ids. */
export function WhyToken({ asked: { token = '' } }: { readonly asked: WhyQuestion }) {
  const navigate = useNavigate();
  const { data } = useQuery(tokensQuery);
  const known = (data?.items ?? []).map(({ id, name, hint }) => ({ value: id, label: `${name} (${hint})` }));
  const choices = [
    { value: '', label: t.why.chooseToken },
    ...known,
    ...(token === '' || known.some(({ value }) => value === token) ? [] : [{ value: token, label: token }]),
  ];
  const choose = (id: string) => void navigate({ to: '/why', search: { kind: 'token', ...(id ? { token: id } : {}) } });
  return (
    <div className={css.form}>
      <Select label={t.why.token} choices={choices} value={token} onChange={choose} />
    </div>
  );
}

/** A moment as a field for date and time takes it: in the reader's zone, to the second. */
function localOf(at: string | undefined): string {
  if (at === undefined || Number.isNaN(Date.parse(at))) return '';
  const moment = new Date(at);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
