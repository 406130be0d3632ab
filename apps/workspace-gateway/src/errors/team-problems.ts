import type { RefusalCode } from '@rollcall/contracts';
import { quoted, row, type ProblemRow } from './problem-row.js';

/** A code that only SCIM requests can cause. If it comes all the same, that is a defect of ours. */
export const notOfTheWorkspace = row(500, 'Unexpected answer', 'The service gave an answer that does not belong here.');

/** @param count as the refusal has it */
const people = (count: unknown) => (count === 1 ? '1 person' : `${String(count)} people`);

const takeoverStates: Readonly<Record<string, string>> = {
  waiting: 'has not happened yet: it waits for an admin',
  allowed: 'was allowed, and has not happened yet',
  declined: 'was declined',
  done: 'has happened already, or the team has been taken over again since',
  undone: 'was undone',
};

/** The refusals that are about teams, takeovers and the reconciler. */
export const ofTeams = {
  'team-not-found': row(
    404,
    'No such team',
    'There is no such team in this account, or the directory does not own it.',
  ),
  'team-name-taken': row(409, 'Name taken', 'The account has a team of this name: choose another name.'),
  'takeover-refused': notOfTheWorkspace,
  'takeover-waits': notOfTheWorkspace,
  'takeover-declined': notOfTheWorkspace,
  'takeover-not-found': row(
    404,
    'No such takeover',
    'There is no such takeover in this account, or it has ended: proposals wait for 14 days, an allowed push for 24 hours, and an undo is possible for 30 days.',
  ),
  'takeover-decided': row(
    409,
    'Not in this state',
    (f) => `This cannot be done: the takeover ${takeoverStates[String(f.state)] ?? 'has changed since'}.`,
  ),
  'workspace-owned': notOfTheWorkspace,
  'members-unknown': row(422, 'Not a user', 'This person is no user of the account.'),
  'stage-incomplete': notOfTheWorkspace,
  'directory-owned': row(
    403,
    'Managed by your directory',
    (f) =>
      `${f.displayName === undefined ? 'This team' : quoted(f.displayName)} is managed by your directory: change its group in the identity provider, or hand the team back to the workspace first.`,
  ),
  'no-held-run': row(
    409,
    'Nothing waits',
    'No removal from this team waits for an admin: it has been approved already, or the team and its group agree again.',
  ),
  'held-run-changed': row(
    409,
    'It has changed',
    (f) =>
      `Nobody was put out, because the list has changed since you looked: ${people(f.held)} would be put out now, not ${String(f.said)}. Look again who they are, then approve with the number ${String(f.held)}.`,
  ),
  'until-invalid': row(422, 'No such end', (f) =>
    f.mode === 'enforce'
      ? 'The field "until" is for the modes paused and report-only: send no "until" with enforce.'
      : 'The end must be ahead, and at most 90 days.',
  ),
  'run-not-found': row(
    404,
    'No such run',
    'The account has no such run of the reconciler (any more: they are kept for 90 days).',
  ),
} as const satisfies Partial<Readonly<Record<RefusalCode, ProblemRow>>>;
