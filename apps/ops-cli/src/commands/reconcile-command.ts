import {
  inChunks,
  ReconcilerCommands,
  TeamQueries,
  type AccountSummary,
  type ReconcilerMode,
  type ReconcilerStatus,
  type TeamView,
} from '@rollcall/contracts';
import { Command } from 'commander';
import { parseExpiry } from '../arguments.js';
import { commandOfAccount, answer, examples, type Context, type OutputOptions } from '../context.js';
import { ExitCode, OpsFailure } from '../failure.js';
import { peopleIn, statusText } from '../output/reconciler-status.js';
import { printable } from '../output/table.js';
import { accountOf, sendCommand, teamNamed, teamsOf, userNamesOf } from './lookups.js';

/** How many commands run concurrently when all teams of an account are meant. */
const atOnce = 50;

/** `reconcile`: keeps directory-owned teams as the directory said (docs/rules.md#the-reconciler). */
export function reconcileCommand(context: Context): Command {
  const reconcile = new Command('reconcile').description(
    'the reconciler, which keeps the teams of the directory as the directory said',
  );
  reconcile.addCommand(statusCommand(context));
  reconcile.addCommand(runCommand(context));
  for (const each of modes) reconcile.addCommand(modeCommand(context, each));
  reconcile.addCommand(releaseCommand(context));
  return examples(reconcile, 'reconcile status acme', 'reconcile release acme Design');
}

function statusCommand(context: Context): Command {
  const command = commandOfAccount('status', 'mode, what waits, what is held, and what the last 50 runs did and why')
    .argument('[team]', 'name or id: only what is held and was done there')
    .option('--json', 'answer in JSON')
    .action(async (accountName: string, teamName: string | undefined, options: OutputOptions) => {
      const account = await accountOf(context, accountName);
      const team = teamName === undefined ? undefined : await teamNamed(context, account, teamName);
      const status = ofTeam(await statusOf(context, account), team);
      const userNames = await userNamesOf(context, account, peopleIn(status));
      const teams = team === undefined ? await teamsOf(context, account, 'all') : [team];
      const teamNames = new Map(teams.map(({ id, displayName }) => [id, displayName]));
      answer(context, options, status, () => statusText(status, { account: account.slug, teamNames, userNames }));
    });
  return examples(command, 'reconcile status acme', 'reconcile status acme Design --json');
}

function ofTeam(status: ReconcilerStatus, team: TeamView | undefined): ReconcilerStatus {
  if (team === undefined) return status;
  const { held, runs } = status;
  const isOf = ({ teamId }: { teamId: string }) => teamId === team.id;
  return { ...status, held: held.filter(isOf), runs: runs.filter(isOf) };
}

function runCommand(context: Context): Command {
  const command = commandOfAccount('run', 'look at a team now, or at every team of the directory')
    .argument('[team]', 'name or id; all that the directory owns where none is named')
    .option('--json', 'answer in JSON')
    .action(async (accountName: string, teamName: string | undefined, options: OutputOptions) => {
      const account = await accountOf(context, accountName);
      const teams =
        teamName === undefined
          ? await teamsOf(context, account, 'managed')
          : [await teamNamed(context, account, teamName)];
      const looked = await forEach(context, account, ReconcilerCommands.run, teams);
      const none = `The directory owns no team of ${account.slug}: nothing is to be done.`;
      const done = `${namesOf(teams)} will be looked at now: see \`reconcile status ${account.slug}\`.`;
      answer(context, options, { teams: looked }, () => (teams.length === 0 ? none : done));
    });
  return examples(command, 'reconcile run acme Design', 'reconcile run acme');
}

interface ModeOptions extends OutputOptions {
  readonly reason?: string;
  readonly until?: string;
}

const modes: readonly { readonly name: string; readonly mode: ReconcilerMode; readonly sentence: string }[] = [
  { name: 'pause', mode: 'paused', sentence: 'nothing is looked at until `reconcile resume`' },
  { name: 'resume', mode: 'enforce', sentence: 'drift is put right, also what came up meanwhile' },
  {
    name: 'report-only',
    mode: 'report-only',
    sentence: 'drift is shown by `reconcile status`, and nothing is changed',
  },
];

function modeCommand(context: Context, { name, mode, sentence }: (typeof modes)[number]): Command {
  const command = commandOfAccount(name, `from now on, ${sentence.replaceAll('`', '')}`)
    .option('--json', 'answer in JSON')
    .action(async (accountName: string, options: ModeOptions) => {
      const account = await accountOf(context, accountName);
      const { reason } = options;
      const until = options.until === undefined ? undefined : parseExpiry(options.until, context.now(), 'until');
      const said = { ...(reason === undefined ? {} : { reason }), ...(until ? { until: until.toISOString() } : {}) };
      const payload = { accountId: account.id, mode, ...said };
      const reply = await sendCommand(context, ReconcilerCommands.setMode, payload);
      const end = until ? `; it ends by itself at ${until.toISOString()}` : '';
      answer(context, options, reply, () => `The teams of ${account.slug}: ${sentence}${end}.`);
    });
  if (mode === 'enforce') return examples(command, `reconcile ${name} acme`);
  command
    .option('--reason <text>', 'why, for the admins of the account')
    .option(
      '--until <when>',
      'ends by itself after a length of time (8h) or at a moment (2027-01-31), at most 90 days',
    );
  return examples(command, `reconcile ${name} acme`, `reconcile ${name} acme --until 8h --reason "Okta migration"`);
}

function releaseCommand(context: Context): Command {
  const command = commandOfAccount('release', 'let a held run happen, with whatever it finds then')
    .argument('[team]', 'name or id; all that are held where none is named')
    .option(
      '--would-evict <people>',
      'of one team: how many would be put out; nothing happens where it is another number',
    )
    .option('--json', 'answer in JSON')
    .action(async (accountName: string, teamName: string | undefined, options: ReleaseOptions) => {
      const account = await accountOf(context, accountName);
      const said = numberSaid(options, teamName);
      const teams =
        teamName === undefined ? await heldOf(context, account) : [await teamNamed(context, account, teamName)];
      const released = await forEach(context, account, ReconcilerCommands.release, teams, said);
      const none = `No run of ${account.slug} is held.`;
      const done = `What was held of ${namesOf(teams)} happens now: see \`reconcile status ${account.slug}\`.`;
      answer(context, options, { teams: released }, () => (teams.length === 0 ? none : done));
    });
  return examples(
    command,
    'reconcile release acme Design',
    'reconcile release acme Design --would-evict 41',
    'reconcile release acme',
  );
}

interface ReleaseOptions extends OutputOptions {
  readonly wouldEvict?: string;
}

function numberSaid({ wouldEvict }: ReleaseOptions, teamName: string | undefined): { wouldEvict?: number } {
  if (wouldEvict === undefined) return {};
  if (teamName === undefined) throw new OpsFailure('--would-evict is of one team: name it', ExitCode.usage);
  if (!/^\d{1,9}$/.test(wouldEvict))
    throw new OpsFailure(`--would-evict "${wouldEvict}" is no number of people`, ExitCode.usage);
  return { wouldEvict: Number(wouldEvict) };
}

async function heldOf(context: Context, account: AccountSummary): Promise<readonly TeamView[]> {
  const { held } = await statusOf(context, account);
  const teams = new Map((await teamsOf(context, account, 'managed')).map((team) => [team.id, team]));
  return held.flatMap(({ teamId }) => teams.get(teamId) ?? []);
}

function statusOf(context: Context, { id }: AccountSummary): Promise<ReconcilerStatus> {
  return context.connections.service('team-service').ask(TeamQueries.reconciler, { accountId: id });
}

/** Sends one command per team, some of them concurrently; returns the ids of the teams. */
async function forEach(
  context: Context,
  { id: accountId }: AccountSummary,
  definition: typeof ReconcilerCommands.run | typeof ReconcilerCommands.release,
  teams: readonly TeamView[],
  said: { readonly wouldEvict?: number } = {},
): Promise<string[]> {
  const ids: string[] = [];
  for (const some of inChunks(teams, atOnce)) {
    const replies = await Promise.all(
      some.map(({ id: teamId }) => sendCommand(context, definition, { accountId, teamId, ...said })),
    );
    ids.push(...replies.map(({ id }) => id));
  }
  return ids;
}

function namesOf(teams: readonly TeamView[]): string {
  const [only] = teams;
  return only && teams.length === 1 ? printable(only.displayName) : `${teams.length} teams`;
}
