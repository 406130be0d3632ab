import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem } from '../../api/api-problem';
import { call } from '../../api/call';
import { createTeam, renameTeam } from '../../api/generated/sdk.gen';
import { queryClient, readAnew } from '../../api/query-client';
import { useRetryKey } from '../../api/retry-key';
import { lookAgain } from '../../parts/act-dialog';
import { FormDialog } from '../../parts/form-dialog';
import { TextField } from '../../parts/text-field';
import { Problem } from '../../parts/problem';
import { announce } from '../../shell/announcer';
import { t } from '../../texts';
import { teamQuery, type Team } from './team-data';

interface NameDialogProps {
  /** The team to rename; a new one is made where it is absent. */
  readonly of?: { readonly team: Team; readonly etag: string };
  readonly onClose: () => void;
  readonly onDone?: (team: Team) => void;
}

/** Names a new team, or a team anew. */
export function NameDialog({ of, onClose, onDone }: NameDialogProps) {
  const [name, setName] = useState(of?.team.displayName ?? '');
  const retryKey = useRetryKey(name.trim());
  const [etag, setEtag] = useState(of?.etag ?? ''); // of what the name began with, whatever hints bring meanwhile
  const naming = useMutation({
    mutationFn: () =>
      of
        ? call(
            renameTeam({
              path: { teamId: of.team.id },
              body: { displayName: name.trim() },
              headers: { 'If-Match': etag },
            }),
          )
        : call(createTeam({ body: { displayName: name.trim() }, headers: { 'Idempotency-Key': retryKey } })),
    onSuccess: (team) => {
      announce(of ? t.teams.renamed(team.displayName) : t.teams.made(team.displayName));
      readAnew('teams', ['team', team.id]);
      onClose();
      onDone?.(team);
    },
    onError: async (error) => {
      lookAgain(error);
      if (!of || !(error instanceof ApiProblem) || error.status !== 412) return;
      const now = await queryClient.fetchQuery({ ...teamQuery(of.team.id), staleTime: 0 });
      setEtag(now.etag);
    },
  });
  const wrong = problemOfName(naming.error);
  return (
    <FormDialog
      title={of ? t.teams.renameTitle(of.team.displayName) : t.teams.new}
      onClose={onClose}
      act={of ? t.teams.rename : t.teams.make}
      isPending={naming.isPending}
      onSubmit={() => naming.mutate()}
    >
      <TextField
        label={t.teams.name}
        hint={t.teams.nameHint}
        value={name}
        onChange={setName}
        autoFocus
        isRequired
        autoComplete="off"
        problem={wrong}
      />
      {naming.error && !wrong ? <Problem error={naming.error} /> : null}
    </FormDialog>
  );
}

/** What stands beside the field; other problems stand below the form. */
export function problemOfName(error: unknown): string | undefined {
  if (!(error instanceof ApiProblem)) return undefined;
  if (error.status === 412) return t.teams.changedMeanwhile;
  if (error.code === 'team-name-taken') return error.message;
  return error.problems.find(({ at }) => at === '/displayName')?.problem;
}
