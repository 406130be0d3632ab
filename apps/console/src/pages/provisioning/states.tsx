import { Link } from '@tanstack/react-router';
import { useProvider } from '../../api/provider';
import type { ProvisioningState, ScimStatus } from '../../api/generated/types.gen';
import { Button } from '../../parts/button';
import { Note } from '../../parts/state';
import { Time } from '../../parts/time';
import { waitsForAdmin, wayOf } from '../../shell/states';
import { t } from '../../texts';
import { capital } from '../../texts/format';
import { stateSentence } from '../../texts/state-sentence';
import { stateTodo } from '../../texts/state-todo';
import css from './provisioning.module.css';

/** Whether provisioning works, and everything that is not as it should be, with what to do. */
export function States({
  status,
  onGenerate,
}: {
  readonly status: ScimStatus;
  readonly onGenerate?: (() => void) | undefined;
}) {
  const stops = status.states.some(({ severity }) => severity === 'error');
  return (
    <div className={css.states}>
      {stops ? null : <Works status={status} />}
      {status.states.map((state) => (
        <StateNote key={`${state.code} ${state.sentence}`} state={state} onGenerate={onGenerate} />
      ))}
    </div>
  );
}

function Works({ status }: { readonly status: ScimStatus }) {
  const provider = useProvider();
  const at = status.lastRequest?.at;
  return (
    <Note tone={at ? 'ok' : 'neutral'} title={at ? t.provisioning.works : t.provisioning.ready}>
      <p>
        {at ? (
          <>
            {t.provisioning.lastRequestFrom(provider)} <Time at={at} isEnd />
          </>
        ) : (
          t.provisioning.noRequest
        )}
      </p>
    </Note>
  );
}

interface StateNoteProps {
  readonly state: ProvisioningState;
  readonly onGenerate?: (() => void) | undefined;
}

function StateNote({ state, onGenerate }: StateNoteProps) {
  const provider = useProvider();
  const { tone, to, isAboutTokens } = wayOf(state);
  const { count } = state.facts;
  const sentence = stateSentence(state, provider);
  // What waits is said in short first, as above other pages.
  const short = waitsForAdmin(state.code) && count ? capital(t.shell.waits[state.code](count)) : undefined;
  const refused = state.facts.refused24h ?? 0;
  const action = isAboutTokens ? (
    onGenerate ? (
      <Button data-write onPress={onGenerate}>
        {t.provisioning.generate}
      </Button>
    ) : null
  ) : to ? (
    <Link to={to}>{t.shell.banner[state.code]}</Link>
  ) : null;
  return (
    <div data-state={state.code}>
      <Note tone={tone} title={short ?? sentence} actions={action}>
        {short ? <p>{sentence}</p> : null}
        {refused > 0 ? <p>{t.provisioning.states.refused(refused)}</p> : null}
        {isAboutTokens ? <p>{stateTodo(state)}</p> : null}
      </Note>
    </div>
  );
}
