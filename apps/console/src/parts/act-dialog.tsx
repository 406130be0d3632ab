import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState, type FormEvent, type ReactNode } from 'react';
import { Form } from 'react-aria-components';
import { ApiProblem } from '../api/api-problem';
import { queryClient } from '../api/query-client';
import { useRetryKey } from '../api/retry-key';
import { announce } from '../shell/announcer';
import { confirmed } from '../shell/confirm-password';
import { t } from '../texts';
import { number } from '../texts/format';
import { Button } from './button';
import { Dialog, DialogButtons } from './dialog';
import { TextField } from './field';
import { Skeleton } from './page';
import { Problem } from './problem';

interface ActDialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /** Asks the API what it would change (`Rollcall-Dry-Run`), and says it. Until it has said so, nothing can be done. */
  readonly consequence?: () => Promise<ReactNode>;
  /** What else is to be known, and fields. */
  readonly children?: ReactNode;
  /** What its button says. */
  readonly act: string;
  readonly isDanger?: boolean;
  /** A number that has to be typed first, so that nobody does it by accident. */
  readonly typed?: { readonly number: number; readonly label: string } | undefined;
  /** Does it. `retryKey` is the same however often it is sent. */
  readonly send: (retryKey: string) => Promise<unknown>;
  /** What to announce when it is done. */
  readonly done: string;
  readonly onDone?: () => void;
}

/** Does something that has consequences, after it has said them. Mount it to open it. */
export function ActDialog(props: ActDialogProps) {
  const { title, onClose, consequence, children, act, isDanger, typed, send, done, onDone } = props;
  const retryKey = useRetryKey();
  const [entered, setEntered] = useState('');
  const tried = useQuery({
    queryKey: ['consequence', useId()],
    queryFn: async () => (await consequence?.()) ?? null,
    enabled: consequence !== undefined,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const acting = useMutation({
    mutationFn: () => confirmed(() => send(retryKey)),
    onSuccess: () => {
      announce(done);
      onClose();
      onDone?.();
    },
    onError: (error) => lookAgain(error),
  });
  const isReady = (consequence === undefined || tried.isSuccess) && (!typed || isTyped(entered, typed.number));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) acting.mutate();
  };
  return (
    <Dialog isOpen onClose={onClose} title={title} role="alertdialog">
      <Form onSubmit={submit}>
        {consequence && tried.isPending ? <Skeleton rows={1} /> : <Said of={tried.data} />}
        {tried.isError ? <Problem error={tried.error} onRetry={() => void tried.refetch()} /> : children}
        {typed && !tried.isError ? (
          <TextField label={typed.label} value={entered} onChange={setEntered} inputMode="numeric" autoComplete="off" />
        ) : null}
        {acting.isError ? <Problem error={acting.error} /> : null}
        <DialogButtons>
          <Button onPress={onClose}>{t.parts.cancel}</Button>
          <Button
            type="submit"
            kind={isDanger ? 'danger' : 'primary'}
            isPending={acting.isPending}
            isDisabled={!isReady}
          >
            {act}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}

/** A consequence: a sentence, or what shows more. */
const Said = ({ of }: { readonly of: ReactNode }) => (typeof of === 'string' ? <p>{of}</p> : of);

/** Whether what was typed is the number, with or without what groups its digits. */
export const isTyped = (entered: string, wanted: number): boolean =>
  [String(wanted), number(wanted)].includes(entered.trim());

/** After a failure that may have been none, or a change by somebody else, asks for what is shown once more. */
export function lookAgain(error: unknown): void {
  if (!(error instanceof ApiProblem)) return;
  if (error.isOutcomeUnknown) announce(t.parts.outcomeUnknown);
  if (error.isOutcomeUnknown || error.status === 409 || error.status === 412) void queryClient.invalidateQueries();
}
