import {
  digestOf,
  hintOf,
  newTokenBody,
  purposeOf,
  signedToken,
  TokenCommands,
  tokenProviders,
  tokenPurposes,
  TokenQueries,
  type TokenProvider,
  type TokenPurpose,
  type TokenView,
} from '@rollcall/contracts';
import { Command, Option } from 'commander';
import { v7 as uuidv7 } from 'uuid';
import { parseExpiry } from '../arguments.js';
import { commandOfAccount, answer, examples, type Context, type OutputOptions } from '../context.js';
import { ExitCode, OpsFailure } from '../failure.js';
import { record, table, type Column } from '../output/table.js';
import { accountOf, sendCommand, userOf } from './lookups.js';

interface CreateOptions extends OutputOptions {
  readonly admin: string;
  readonly name?: string;
  readonly for: TokenPurpose;
  readonly expires: string;
  readonly strict?: boolean;
  readonly provider?: TokenProvider;
}

/** `token`: the secrets that identity providers sign in with. */
export function tokenCommand(context: Context): Command {
  const token = new Command('token').description(
    'SCIM tokens, the bearer secrets of identity providers, and audit tokens, by which programs read the audit log',
  );
  token.addCommand(createCommand(context));
  token.addCommand(listCommand(context));
  token.addCommand(revokeCommand(context));
  return examples(token, 'token create acme --admin ada@acme.example', 'token list acme');
}

function createCommand(context: Context): Command {
  const command = commandOfAccount('create', 'make a token for an admin, and show its secret once')
    .requiredOption('--admin <email>', 'the active admin who owns the token: it dies when that admin does')
    .option('--name <name>', 'what uses it (default: Okta, or SIEM)')
    .addOption(
      new Option('--for <purpose>', 'what it opens: SCIM, or the audit log for reading')
        .choices(tokenPurposes)
        .default('scim'),
    )
    .option('--expires <when>', 'a length of time (90d) or a date (2027-01-31), at most two years', '365d')
    .addOption(
      new Option(
        '--provider <name>',
        'the identity provider that it is for: sentences of refusals speak its words',
      ).choices(tokenProviders),
    )
    .option('--strict', 'its requests may have nothing beyond the SCIM standard (leniency: none)')
    .option('--json', 'answer in JSON')
    .action((account: string, options: CreateOptions) => create(context, account, options));
  return examples(
    command,
    'token create acme --admin ada@acme.example',
    'token create acme --admin ada@acme.example --name "Okta preview" --expires 90d --json',
    'token create acme --admin ada@acme.example --for audit',
  );
}

async function create(context: Context, accountName: string, options: CreateOptions): Promise<void> {
  const { for: purpose, name = defaultNames[purpose], strict, provider } = options;
  if (provider && purpose !== 'scim') throw new OpsFailure('--provider is about SCIM requests.', ExitCode.usage);
  if (strict && purpose !== 'scim') throw new OpsFailure('--strict is about SCIM requests.', ExitCode.usage);
  const expiresAt = parseExpiry(options.expires, context.now());
  const account = await accountOf(context, accountName);
  const admin = await userOf(context, account, options.admin);
  const secret = await newSecret(context, purpose);
  const made = await sendCommand(context, TokenCommands.create, {
    accountId: account.id,
    tokenId: uuidv7(),
    creatorId: admin.id,
    name,
    hint: hintOf(secret),
    digest: digestOf(secret),
    expiresAt: expiresAt.toISOString(),
    ...(strict ? { leniency: 'none' as const } : {}),
    ...(provider ? { provider } : {}),
    ...(purpose === 'scim' ? {} : { purpose }),
  });
  context.terminal.err('Copy the secret now: it is kept nowhere and cannot be shown again.');
  answer(context, options, { ...made, secret }, () =>
    record([
      ['token', made.id],
      ['name', made.name],
      ['expires', made.expiresAt],
      ['for', purposeOf(made)],
      ...(purpose === 'scim' ? ([['leniency', made.leniency ?? 'named']] as const) : []),
      ...(made.provider ? ([['provider', made.provider]] as const) : []),
      ['secret', secret],
    ]),
  );
}

const defaultNames: Readonly<Record<TokenPurpose, string>> = { scim: 'Okta', audit: 'SIEM' };

async function newSecret(context: Context, purpose: TokenPurpose): Promise<string> {
  const body = newTokenBody(purpose);
  const question = { bodyDigest: digestOf(body) };
  return signedToken(body, await context.connections.service('token-service').ask(TokenQueries.sign, question));
}

const columns: readonly Column<TokenView>[] = [
  { title: 'token', of: (token) => token.id },
  { title: 'name', of: (token) => token.name },
  { title: 'hint', of: (token) => token.hint },
  { title: 'state', of: (token) => token.state },
  { title: 'expires', of: (token) => token.expiresAt },
  { title: 'for', of: (token) => purposeOf(token) },
  { title: 'leniency', of: (token) => token.leniency ?? 'named' },
  { title: 'provider', of: (token) => token.provider },
  { title: 'last used', of: (token) => token.lastUsedAt },
  { title: 'last refused', of: (token) => token.lastRefusedAt },
];

function listCommand(context: Context): Command {
  const command = commandOfAccount('list', 'the tokens of an account, newest first, dead ones too')
    .option('--json', 'answer in JSON')
    .action(async (accountName: string, options: OutputOptions) => {
      const account = await accountOf(context, accountName);
      const tokens = await context.connections
        .service('token-service')
        .ask(TokenQueries.list, { accountId: account.id });
      const none = `The account ${account.slug} has no tokens: make one with \`token create\`.`;
      answer(context, options, tokens, () => (tokens.length === 0 ? none : table(columns, tokens)));
    });
  return examples(command, 'token list acme', 'token list acme --json');
}

function revokeCommand(context: Context): Command {
  const command = commandOfAccount('revoke', 'end a token for good; every gateway refuses it within a second')
    .argument('<token>', 'id of the token, or its hint as `token list` shows it')
    .option('--json', 'answer in JSON')
    .action(async (accountName: string, token: string, options: OutputOptions) => {
      const account = await accountOf(context, accountName);
      const tokenId = await tokenIdOf(context, account.id, token);
      const payload = { accountId: account.id, tokenId };
      const view = await sendCommand(context, TokenCommands.revoke, payload);
      answer(context, options, view, () => `The token ${view.id} (${view.name}) does not work any more.`);
    });
  return examples(command, 'token revoke acme 01890a5d-ac96-774b-bcce-b302099a8059');
}

async function tokenIdOf(context: Context, accountId: string, idOrHint: string): Promise<string> {
  const tokens = await context.connections.service('token-service').ask(TokenQueries.list, { accountId });
  const found = tokens.filter(({ id, hint }) => id === idOrHint || hint === idOrHint);
  const [token] = found;
  if (token === undefined) throw new OpsFailure(`the account has no token ${idOrHint}: see \`token list\``);
  if (found.length > 1)
    throw new OpsFailure(`several tokens have the hint ${idOrHint}: name the one you mean by its id`);
  return token.id;
}
