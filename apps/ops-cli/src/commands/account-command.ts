import {
  AccountCommands,
  accountSettingValues,
  numbersOf,
  type AccountSummary,
  type AccountView,
} from '@rollcall/contracts';
import { Command } from 'commander';
import { v7 as uuidv7 } from 'uuid';
import { parseSettings } from '../arguments.js';
import { commandOfAccount, answer, examples, type Context, type OutputOptions } from '../context.js';
import { ExitCode, OpsFailure } from '../failure.js';
import { record } from '../output/table.js';
import { hashPassword } from '../passwords.js';
import { closeCommand, listCommand, reopenCommand } from './account-closing.js';
import { accountOf, sendCommand } from './lookups.js';

interface CreateOptions extends OutputOptions {
  readonly slug: string;
  readonly name: string;
  readonly adminEmail: string;
  readonly adminGiven: string;
  readonly adminFamily: string;
  readonly adminPasswordStdin?: boolean;
}

const settingsHelp = [
  'Settings (the first value is the default):',
  ...Object.entries(accountSettingValues).map(
    ([name, values]) => `  ${name.padEnd(22)} ${values.join(' | ')}${othersOf(name)}`,
  ),
].join('\n');

function othersOf(setting: string): string {
  const numbers = numbersOf(setting);
  if (numbers) return ` | ${numbers.from} to ${numbers.to}`;
  return setting === 'fallbackUserType' ? ' | ID of a role' : '';
}

/** `account`: the customers of the product. */
export function accountCommand(context: Context): Command {
  const account = new Command('account').description('accounts (customers), their settings, and their end');
  account.addCommand(createCommand(context));
  account.addCommand(showCommand(context));
  account.addCommand(setCommand(context));
  account.addCommand(listCommand(context));
  account.addCommand(closeCommand(context));
  account.addCommand(reopenCommand(context));
  return examples(account, 'account show acme', 'account set acme emailCase=refuse');
}

function createCommand(context: Context): Command {
  const command = new Command('create')
    .description('make an account together with its first admin')
    .requiredOption('--slug <slug>', 'short name, as it stands in URLs: lower-case letters, digits, hyphens')
    .requiredOption('--name <name>', "the customer's name")
    .requiredOption('--admin-email <email>', 'e-mail address of the first admin: the name to sign in with')
    .requiredOption('--admin-given <name>', "the admin's given name")
    .requiredOption('--admin-family <name>', "the admin's family name")
    .option('--admin-password-stdin', "read the admin's password from standard input (one line)")
    .option('--json', 'answer in JSON')
    .action((options: CreateOptions) => create(context, options));
  return examples(
    command,
    'account create --slug acme --name "Acme Ltd" --admin-email ada@acme.example --admin-given Ada --admin-family Min',
    'account create … --admin-password-stdin < password.txt',
  );
}

async function create(context: Context, options: CreateOptions): Promise<void> {
  const owner = {
    accountSlug: options.slug,
    userName: options.adminEmail,
    givenName: options.adminGiven,
    familyName: options.adminFamily,
  };
  const passwordHash = options.adminPasswordStdin ? await hashPassword(await passwordOf(context), owner) : undefined;
  const made = await sendCommand(context, AccountCommands.create, {
    accountId: uuidv7(),
    slug: options.slug,
    name: options.name,
    admin: {
      userId: uuidv7(),
      userName: options.adminEmail,
      givenName: options.adminGiven,
      familyName: options.adminFamily,
      ...(passwordHash === undefined ? {} : { passwordHash }),
    },
  });
  answer(context, options, made, () =>
    record([
      ['account', made.id],
      ['slug', made.slug],
      ['name', made.name],
      ['admin', made.adminId],
    ]),
  );
}

async function passwordOf(context: Context): Promise<string> {
  const password = await context.terminal.readLine();
  if (password === '')
    throw new OpsFailure('no password came: write it on the first line of standard input', ExitCode.usage);
  return password;
}

function showCommand(context: Context): Command {
  const command = commandOfAccount('show', 'an account with its settings and counts')
    .option('--json', 'answer in JSON')
    .action(async (name: string, options: OutputOptions) => {
      const account = await accountOf(context, name);
      answer(context, options, account, () => accountText(account));
    });
  return examples(command, 'account show acme', 'account show acme --json');
}

function setCommand(context: Context): Command {
  const command = commandOfAccount('set', 'change settings of an account; those that are not named stay')
    .argument('<settings...>', 'NAME=VALUE, several allowed')
    .option('--json', 'answer in JSON')
    .addHelpText('after', `\n${settingsHelp}`)
    .action(async (name: string, pairs: string[], options: OutputOptions) => {
      const settings = parseSettings(pairs);
      const { id } = await accountOf(context, name);
      const payload = { accountId: id, settings };
      const view = await sendCommand(context, AccountCommands.changeSettings, payload);
      answer(context, options, view, () => accountText(view));
    });
  return examples(
    command,
    'account set acme emailCase=refuse',
    'account set acme unknownUserType=fallback fallbackUserType=viewer',
  );
}

function accountText(account: AccountView & Partial<AccountSummary>): string {
  return record([
    ['account', account.id],
    ['slug', account.slug],
    ['name', account.name],
    ['version', account.version],
    ['closes', account.closing?.endsAt],
    ['seats', account.seats],
    ['users', account.users],
    ['active admins', account.activeAdmins],
    ...Object.entries(account.settings),
  ]);
}
