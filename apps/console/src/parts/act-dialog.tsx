import { useMutation, useQuery, type QueryKey } from '@tanstack/react-query';
import { useId, useState, type ReactNode } from 'react';
import { ApiProblem } from '../api/api-problem';
import { queryClient } from '../api/query-client';
import { newRetryKey } from '../api/retry-key';
import { announce } from '../shell/announcer';
import { confirmed } from '../shell/confirm-password';
import { t } from '../texts';
import { number } from '../texts/format';
import { actState } from './act-state';
import { Button } from './button';
import { FormDialog } from './form-dialog';
import { TextField } from './text-field';
import { Skeleton } from './page';
import { Problem } from './problem';
import { Note } from './state';

interface ActDialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /**
   * The version of what is shown, as its ETag. When another one comes while the dialog is open, as by a hint, nothing can be done until
   * somebody has looked at what it would do now. Absent where there is none.
   */
  readonly version?: string;
  /** Asks the API what it would change (`Rollcall-Dry-Run`), and says it. Until it has said so, nothing can be done. */
  readonly consequence?: () => Promise<ReactNode>;
  /** What else is to be known, and fields. */
  readonly children?: ReactNode;
  /** What its button says. */
  readonly act: string;
  readonly isDanger?: boolean;
  /** A number that has to be typed first, so that nobody does it by accident. */
  readonly typed?: { readonly number: number; readonly label: string } | undefined;
  /** Does it. `retryKey` is the same until it is known what came of it. */
  readonly send: (retryKey: string) => Promise<unknown>;
  /** What to announce when it is done. */
  readonly done: string;
  readonly onDone?: () => void;
}

/** Does something that has consequences, after it has said them. Mount it to open it. */
export function ActDialog(props: ActDialogProps) {
  const { title, onClose, version, consequence, children, act, isDanger, typed } = props;
  const [looked, look] = useState(() => lookAt(version));
  const [entered, setEntered] = useState('');
  const tried = useQuery({
    queryKey: ['consequence', useId(), looked.id],
    queryFn: () => ask(consequence),
    enabled: consequence !== undefined,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { acting, renew } = useActing(props);
  const isActing = acting.isPending || acting.isSuccess;
  const isSaid = consequence === undefined || tried.isSuccess;
  const state = actState({ looked: looked.version, shown: version, isActing, isSaid });
  const isReady = state === 'ready' && (!typed || isTyped(entered, typed.number));
  const lookNow = () => {
    look(lookAt(version));
    renew();
    setEntered('');
    acting.reset();
  };
  const submit = () => {
    if (isReady) acting.mutate();
  };
  return (
    <FormDialog
      role="alertdialog"
      {...{ title, onClose, act, isDanger }}
      isPending={acting.isPending}
      isDisabled={!isReady}
      onSubmit={submit}
    >
      {consequence && tried.isPending ? <Skeleton rows={1} /> : <Said of={tried.data} />}
      {tried.isError ? null : children}
      {typed && !tried.isError ? (
        <TextField label={typed.label} value={entered} onChange={setEntered} inputMode="numeric" autoComplete="off" />
      ) : null}
      {state === 'overtaken' ? <Overtaken onLook={lookNow} /> : <Failures tried={tried} acting={acting} />}
    </FormDialog>
  );
}

/** The act itself: as one attempt until it is known what came of it. */
function useActing({ send, done, onClose, onDone }: ActDialogProps) {
  const [retryKey, setRetryKey] = useState(newRetryKey);
  const renew = () => setRetryKey(newRetryKey());
  const acting = useMutation({
    mutationFn: () => confirmed(() => send(retryKey)),
    onSuccess: () => {
      announce(done);
      onClose();
      onDone?.();
    },
    onError: (error) => {
      lookAgain(error);
      // What comes after a refusal is another attempt, which may say something else.
      if (!(error instanceof ApiProblem) || !error.isOutcomeUnknown) renew();
    },
  });
  return { acting, renew };
}

/** Asks what it would do; where somebody was quicker, what is shown is asked for too. */
async function ask(consequence: ActDialogProps['consequence']): Promise<ReactNode> {
  try {
    return (await consequence?.()) ?? null;
  } catch (error) {
    lookAgain(error);
    throw error;
  }
}

interface Looked {
  readonly version: string | undefined;
  /** Of this look: another one asks anew. */
  readonly id: string;
}

const lookAt = (version: string | undefined): Looked => ({ version, id: newRetryKey() });

/** What was said is not true any more: it has to be asked and read again before anything is done. */
function Overtaken({ onLook }: { readonly onLook: () => void }) {
  return (
    <div role="alert">
      <Note tone="warn" actions={<Button onPress={onLook}>{t.parts.lookAgain}</Button>}>
        <p>{t.parts.overtaken}</p>
      </Note>
    </div>
  );
}

interface FailuresProps {
  readonly tried: { readonly error: unknown; readonly refetch: () => unknown };
  readonly acting: { readonly error: unknown };
}

/** Why it is not known what it would do, and why it was not done. */
const Failures = ({ tried, acting }: FailuresProps) => (
  <>
    {tried.error ? <Problem error={tried.error} onRetry={() => void tried.refetch()} /> : null}
    {acting.error ? <Problem error={acting.error} /> : null}
  </>
);

/** A consequence: a sentence, or what shows more. */
const Said = ({ of }: { readonly of: ReactNode }) => (typeof of === 'string' ? <p>{of}</p> : of);

/** Whether what was typed is the number, with or without what groups its digits. */
export const isTyped = (entered: string, wanted: number): boolean =>
  [String(wanted), number(wanted)].includes(entered.trim());

/** After a failure that may have been none, or a change by somebody else, asks for what is shown once more. */
export function lookAgain(error: unknown): void {
  if (!(error instanceof ApiProblem)) return;
  if (error.isOutcomeUnknown) announce(t.parts.outcomeUnknown);
  // What a dialog has said stays: it is asked for anew when it is read.
  const predicate = ({ queryKey: [kind] }: { readonly queryKey: QueryKey }) => kind !== 'consequence';
  if (error.isOutcomeUnknown || error.status === 409 || error.status === 412)
    void queryClient.invalidateQueries({ predicate });
}
