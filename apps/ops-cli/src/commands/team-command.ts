import { TeamCommands, type AccountSummary, type Actor, type TeamView } from '@rollcall/contracts';
import { Command } from 'commander';
import { v7 as uuidv7 } from 'uuid';
import { commandOfAccount, answer, examples, type Context, type OutputOptions } from '../context.js';
import { printable, record, table, type Column } from '../output/table.js';
import { accountOf, sendCommand, teamNamed, teamsOf, userNamed } from './lookups.js';
import { showTeam } from './team-members.js';

interface ByHandOptions extends OutputOptions {
  readonly actor: string;
}

/** `team`: teams, and the changes that people of the account make by hand (rule 14). */
export function teamCommand(context: Context): Command {
  const team = new Command('team').description('teams, and changes to them as people of the account make them by hand');
  team.addCommand(listCommand(context));
  team.addCommand(showCommand(context));
  team.addCommand(createCommand(context));
  team.addCommand(renameCommand(context));
  team.addCommand(deleteCommand(context));
  team.addCommand(memberCommand(context, 'add'));
  team.addCommand(memberCommand(context, 'remove'));
  return examples(team, 'team list acme', 'team add-member acme Design bo@acme.example --actor ada@acme.example');
}

const columns: readonly Column<TeamView>[] = [
  { title: 'team', of: (team) => team.id },
  { title: 'name', of: (team) => team.displayName },
  { title: 'owned by', of: (team) => team.ownedBy },
  { title: 'since', of: (team) => team.ownedSince },
  { title: 'version', of: (team) => team.version, right: true },
];

function listCommand(context: Context): Command {
  const command = commandOfAccount('list', 'the teams of an account, oldest first, and who owns them')
    .option('--json', 'answer in JSON')
    .action(async (accountName: string, options: OutputOptions) => {
      const account = await accountOf(context, accountName);
      const teams = await teamsOf(context, account, 'all');
      const none = `The account ${account.slug} has no teams.`;
      answer(context, options, teams, () => (teams.length === 0 ? none : table(columns, teams)));
    });
  return examples(command, 'team list acme', 'team list acme --json');
}

function showCommand(context: Context): Command {
  const command = commandOfAccount(
    'show',
    'a team with its members, and where they differ from what the directory said',
  )
    .argument('<team>', 'name or id')
    .option('--json', 'answer in JSON, with the ids of all members')
    .action(async (accountName: string, teamName: string, options: OutputOptions) => {
      const account = await accountOf(context, accountName);
      await showTeam(context, account, await teamNamed(context, account, teamName), options);
    });
  return examples(command, 'team show acme Design', 'team show acme "Friday football" --json');
}

/**
 * A command on behalf of a person of the account: `--actor` names the person, and every record of the change does too
 * (rule 20).
 */
function byHand(name: string, description: string): Command {
  return commandOfAccount(name, description)
    .requiredOption('--actor <user>', 'in whose name: e-mail address or id of a user of the account')
    .option('--json', 'answer in JSON');
}

async function actorOf(context: Context, account: AccountSummary, { actor }: ByHandOptions): Promise<Actor> {
  return { kind: 'admin', id: (await userNamed(context, account, actor)).id };
}

function createCommand(context: Context): Command {
  const command = byHand('create', 'make a team in the product; the directory does not know it')
    .argument('<name>', 'name of the team; names are unique in an account, without regard to case')
    .action(async (accountName: string, displayName: string, options: ByHandOptions) => {
      const account = await accountOf(context, accountName);
      const payload = { accountId: account.id, teamId: uuidv7(), displayName };
      const actor = await actorOf(context, account, options);
      const made = await sendCommand(context, TeamCommands.createByHand, payload, actor);
      answer(context, options, made, () =>
        record([
          ['team', made.id],
          ['name', made.displayName],
          ['owned by', made.ownedBy],
        ]),
      );
    });
  return examples(command, 'team create acme "Friday football" --actor ada@acme.example');
}

function renameCommand(context: Context): Command {
  const command = byHand('rename', 'give a team of the product another name')
    .argument('<team>', 'name or id')
    .argument('<name>', 'the new name')
    .action(async (accountName: string, teamName: string, displayName: string, options: ByHandOptions) => {
      const { account, ids, team } = await target(context, accountName, teamName);
      const payload = { ...ids, displayName };
      const actor = await actorOf(context, account, options);
      const reply = await sendCommand(context, TeamCommands.renameByHand, payload, actor);
      answer(context, options, reply, () => printable(`${team.displayName} is now ${reply.displayName}.`));
    });
  return examples(command, 'team rename acme "Friday football" "Saturday football" --actor ada@acme.example');
}

function deleteCommand(context: Context): Command {
  const command = byHand('delete', 'delete a team of the product; its members stay in the account')
    .argument('<team>', 'name or id')
    .action(async (accountName: string, teamName: string, options: ByHandOptions) => {
      const { account, ids, team } = await target(context, accountName, teamName);
      const actor = await actorOf(context, account, options);
      const reply = await sendCommand(context, TeamCommands.deleteByHand, ids, actor);
      answer(context, options, reply, () => printable(`The team ${team.displayName} is deleted.`));
    });
  return examples(command, 'team delete acme "Friday football" --actor ada@acme.example');
}

const memberChanges = {
  add: { definition: TeamCommands.addMemberByHand, done: 'is a member of', already: 'was already a member of' },
  remove: { definition: TeamCommands.removeMemberByHand, done: 'is out of', already: 'was no member of' },
} as const;

function memberCommand(context: Context, what: 'add' | 'remove'): Command {
  const { definition, done, already } = memberChanges[what];
  const description = `${what} a member by hand; where the directory owns the team, the reconciler undoes it within a second`;
  const command = byHand(`${what}-member`, description)
    .argument('<team>', 'name or id')
    .argument('<user>', 'e-mail address or id')
    .action(async (accountName: string, teamName: string, userName: string, options: ByHandOptions) => {
      const { account, ids, team } = await target(context, accountName, teamName);
      const user = await userNamed(context, account, userName);
      const actor = await actorOf(context, account, options);
      const payload = { ...ids, userId: user.id };
      const reply = await sendCommand(context, definition, payload, actor);
      if (reply.changed && reply.ownedBy === 'directory') context.terminal.err(undone(account, team));
      const verb = reply.changed ? done : already;
      answer(context, options, reply, () => printable(`${user.userName} ${verb} ${reply.displayName}.`));
    });
  return examples(command, `team ${what}-member acme Design bo@acme.example --actor ada@acme.example`);
}

function undone({ slug, settings }: AccountSummary, { displayName }: TeamView): string {
  return settings.manualChanges === 'evict'
    ? `The directory owns ${printable(displayName)}: the reconciler puts this right at once. See \`reconcile status ${slug}\`.`
    : `The directory owns ${printable(displayName)}.`;
}

async function target(context: Context, accountName: string, teamName: string) {
  const account = await accountOf(context, accountName);
  const team = await teamNamed(context, account, teamName);
  return { account, team, ids: { accountId: account.id, teamId: team.id } };
}
