import {
  isUuid,
  TakeoverCommands,
  TakeoverQueries,
  takeoverSides,
  takeoverStates,
  type AccountSummary,
  type TakeoverDetails,
  type TakeoverPerson,
  type TakeoverReply,
  type TakeoverSide,
  type TakeoverState,
  type TakeoverView,
} from '@rollcall/contracts';
import { Command, Option } from 'commander';
import { commandOfAccount, answer, examples, type Context, type OutputOptions } from '../context.js';
import { OpsFailure } from '../failure.js';
import { printable, record, table, type Column } from '../output/table.js';
import { accountOf, sendCommand, userNamesOf } from './lookups.js';

/** How many people of a side the text output shows. */
const maxShown = 20;
const pageSize = 200;

/** `takeovers`: groups that take over teams of the workspace, or wait for somebody who allows it (rules 11, 26). */
export function takeoversCommand(context: Context): Command {
  const takeovers = new Command('takeovers').description(
    'groups that the directory pushed to teams of the product: what waits, what happened, and undoing it',
  );
  takeovers.addCommand(listCommand(context));
  takeovers.addCommand(showCommand(context));
  for (const act of acts) takeovers.addCommand(actCommand(context, act));
  return examples(takeovers, 'takeovers list acme --state waiting', 'takeovers allow acme Design');
}

const columns: readonly Column<TakeoverView>[] = [
  { title: 'takeover', of: ({ id }) => id },
  { title: 'team', of: ({ teamName }) => teamName },
  { title: 'group', of: ({ displayName }) => displayName },
  { title: 'state', of: ({ state }) => state },
  { title: 'since', of: ({ updatedAt }) => updatedAt },
  { title: 'until', of: ({ endsAt }) => endsAt },
];

interface ListOptions extends OutputOptions {
  readonly state?: TakeoverState;
}

function listCommand(context: Context): Command {
  const command = commandOfAccount('list', 'the takeovers of an account, newest first')
    .addOption(new Option('--state <state>', 'only those').choices(takeoverStates))
    .option('--json', 'answer in JSON')
    .action(async (accountName: string, options: ListOptions) => {
      const account = await accountOf(context, accountName);
      const takeovers = await takeoversOf(context, account, options.state);
      const none = `The account ${account.slug} has no such takeovers.`;
      answer(context, options, takeovers, () => (takeovers.length === 0 ? none : table(columns, takeovers)));
    });
  return examples(command, 'takeovers list acme', 'takeovers list acme --state waiting --json');
}

function showCommand(context: Context): Command {
  const command = commandOfAccount(
    'show',
    'who would gain access, lose it, and stay: by allowing it, or by undoing one that is done',
  )
    .argument('<takeover>', 'id; or the name of the team, for its newest one')
    .option('--json', 'answer in JSON, with everybody')
    .action(async (accountName: string, name: string, options: OutputOptions) => {
      const account = await accountOf(context, accountName);
      const takeover = await takeoverNamed(context, account, name);
      const sides = await sidesOf(context, takeover, options.json === true ? undefined : maxShown);
      const ids = Object.values(sides).flatMap((people) => people.map(({ userId }) => userId));
      const names = await userNamesOf(context, account, ids);
      answer(context, options, { ...takeover, ...sides }, () =>
        [headOf(takeover), ...takeoverSides.flatMap((side) => sideText(side, takeover, sides[side], names))].join(
          '\n\n',
        ),
      );
    });
  return examples(command, 'takeovers show acme Design', 'takeovers show acme Design --json');
}

type Sides = Readonly<Record<TakeoverSide, readonly TakeoverPerson[]>>;

async function sidesOf(context: Context, takeover: TakeoverDetails, max = Infinity): Promise<Sides> {
  const [gain = [], lose = [], stay = [], missing = []] = await Promise.all(
    takeoverSides.map(async (side) => (takeover.counts[side] === 0 ? [] : peopleOf(context, takeover, side, max))),
  );
  return { gain, lose, stay, missing };
}

async function peopleOf(
  context: Context,
  { accountId, id: takeoverId }: TakeoverDetails,
  side: TakeoverSide,
  max: number,
): Promise<TakeoverPerson[]> {
  const found: TakeoverPerson[] = [];
  const limit = Math.min(1_000, max);
  for (let after: { after?: string } = {}; ;) {
    const query = { accountId, takeoverId, side, limit, ...after };
    const page = await context.connections.service('team-service').ask(TakeoverQueries.people, query);
    found.push(...page.people);
    if (page.next === undefined || found.length >= max) return found;
    after = { after: page.next };
  }
}

const titles: Readonly<Record<TakeoverSide, string>> = {
  gain: 'gain access',
  lose: 'lose access',
  stay: 'stay',
  missing: 'are no users any more, and do not come back',
};

function sideText(
  side: TakeoverSide,
  { counts }: TakeoverDetails,
  people: readonly TakeoverPerson[],
  names: ReadonlyMap<string, string>,
): string[] {
  if (counts[side] === 0) return [];
  const lines = people.map(({ userId }) => `  ${printable(names.get(userId) ?? userId)}`);
  const more = counts[side] > people.length ? ['  … --json names all of them'] : [];
  return [
    [`${counts[side]} would ${side === 'missing' ? 'be left out: they ' : ''}${titles[side]}:`, ...lines, ...more].join(
      '\n',
    ),
  ];
}

function headOf(takeover: TakeoverDetails): string {
  return record([
    ['takeover', takeover.id],
    ['team', takeover.teamName],
    ['group', takeover.displayName],
    ['state', takeover.state],
    ['kept', takeover.kept ? 'yes: allowing it takes effect at once' : 'no'],
    ['proposed', takeover.proposedAt],
    ['until', takeover.endsAt],
    ['gained', takeover.gained],
    ['lost', takeover.lost],
  ]);
}

interface Act {
  readonly name: keyof typeof TakeoverCommands;
  readonly description: string;
  readonly done: (takeover: TakeoverReply) => string;
}

const pushAgain =
  'Push the group again within 24 hours: in Okta, under Push Groups, "Push now" (or "Retry All Groups" where it shows an error).';

const acts: readonly Act[] = [
  {
    name: 'allow',
    description: 'let the group take the team over: at once where it is kept, else when it is pushed again',
    done: ({ teamName, state }) =>
      state === 'done'
        ? `The directory has taken over ${teamName}.`
        : `The directory may take over ${teamName}. ${pushAgain}`,
  },
  {
    name: 'decline',
    description: 'refuse the group from now on; the team stays as it is',
    done: ({ teamName }) => `The directory may not take over ${teamName}: its pushes are refused.`,
  },
  {
    name: 'undo',
    description: 'give the team back to the workspace, with its former members as they were',
    done: ({ teamName }) =>
      `${teamName} is the workspace's again. The group takes it over again only after somebody has allowed that.`,
  },
];

function actCommand(context: Context, { name, description, done }: Act): Command {
  const command = commandOfAccount(name, description)
    .argument('<takeover>', 'id; or the name of the team, for its newest one')
    .option('--json', 'answer in JSON')
    .action(async (accountName: string, named: string, options: OutputOptions) => {
      const account = await accountOf(context, accountName);
      const { id: takeoverId, teamId } = await takeoverNamed(context, account, named);
      const payload = { accountId: account.id, teamId, takeoverId };
      const reply = await sendCommand(context, TakeoverCommands[name], payload);
      answer(context, options, reply, () => printable(done(reply)));
    });
  return examples(command, `takeovers ${name} acme Design`);
}

async function takeoversOf(
  context: Context,
  { id: accountId }: AccountSummary,
  state?: TakeoverState,
): Promise<TakeoverView[]> {
  const found: TakeoverView[] = [];
  for (let before: { before?: string } = {}; ;) {
    const query = { accountId, limit: pageSize, ...(state === undefined ? {} : { state }), ...before };
    const page = await context.connections.service('team-service').ask(TakeoverQueries.list, query);
    found.push(...page.takeovers);
    if (page.next === undefined) return found;
    before = { before: page.next };
  }
}

/** Finds a takeover by its id, or by the name of its team the newest one. */
async function takeoverNamed(context: Context, account: AccountSummary, idOrTeam: string): Promise<TakeoverDetails> {
  const takeoverId = isUuid(idOrTeam) ? idOrTeam.toLowerCase() : await newestOf(context, account, idOrTeam);
  const query = { accountId: account.id, takeoverId };
  return context.connections.service('team-service').ask(TakeoverQueries.find, query);
}

async function newestOf(context: Context, account: AccountSummary, teamName: string): Promise<string> {
  const isMeant = ({ teamName: name }: TakeoverView) => name.toLowerCase() === teamName.toLowerCase();
  const takeover = (await takeoversOf(context, account)).find(isMeant);
  if (takeover) return takeover.id;
  throw new OpsFailure(
    `the account ${account.slug} has no takeover of a team "${teamName}": see \`takeovers list ${account.slug}\``,
  );
}
