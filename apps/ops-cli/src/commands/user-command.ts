import { ErasureCommands, WorkspaceUserCommands, type UserChange, type UserView } from '@rollcall/contracts';
import { Command } from 'commander';
import { commandOfAccount, answer, examples, type Context, type OutputOptions } from '../context.js';
import { ExitCode, OpsFailure } from '../failure.js';
import { record } from '../output/table.js';
import { accountOf, personNamed, sendCommand, userNamed } from './lookups.js';

/** `user`: an operator's changes to a user, under the same rules as an admin's (rules 7, 8). */
export function userCommand(context: Context): Command {
  const user = new Command('user').description('people of an account: their type, and whether they are active');
  user.addCommand(showCommand(context));
  user.addCommand(typeCommand(context));
  user.addCommand(activeCommand(context, 'deactivate', 'make somebody inactive: no seat, sessions end at once', false));
  user.addCommand(
    activeCommand(context, 'reactivate', 'make somebody active again whom the directory did not make inactive', true),
  );
  user.addCommand(eraseCommand(context));
  return examples(user, 'user show acme ann@acme.example', 'user set-type acme ann@acme.example member');
}

function showCommand(context: Context): Command {
  const command = named('show', 'one person').action(async (account: string, user: string, options: OutputOptions) => {
    const found = await userNamed(context, await accountOf(context, account), user);
    answer(context, options, found, () => userText(found));
  });
  return examples(command, 'user show acme ann@acme.example');
}

function typeCommand(context: Context): Command {
  const command = named('set-type', 'give somebody another user type; the SCIM tokens of who is no admin any more die')
    .argument('<type>', 'admin, member, viewer, guest, or the id of a custom role')
    .action(async (account: string, user: string, type: string, options: OutputOptions) => {
      await edit(context, { account, user, options }, { change: 'set', attribute: 'userType', value: type });
    });
  return examples(command, 'user set-type acme ann@acme.example member');
}

function activeCommand(context: Context, name: string, what: string, active: boolean): Command {
  const command = named(name, what).action(async (account: string, user: string, options: OutputOptions) => {
    await edit(context, { account, user, options }, { change: 'set', attribute: 'active', value: active });
  });
  return examples(command, `user ${name} acme ann@acme.example`);
}

function eraseCommand(context: Context): Command {
  const command = named('erase', 'erase what is known of somebody who was removed: it cannot be undone')
    .option('--yes', 'really erase; without it, only who would be erased is told')
    .addHelpText(
      'after',
      '\nErases whom the directory has released, and inactive people whom no directory keeps. Only the id stays.',
    )
    .action(async (account: string, user: string, options: OutputOptions & { readonly yes?: boolean }) => {
      await erase(context, { account, user, options });
    });
  return examples(command, 'user erase acme ann@acme.example --yes');
}

async function erase(
  context: Context,
  { account, user, options }: { account: string; user: string; options: OutputOptions & { readonly yes?: boolean } },
): Promise<void> {
  const { id: accountId, slug } = await accountOf(context, account);
  const userId = await personNamed(context, { id: accountId, slug }, user);
  if (options.yes !== true)
    throw new OpsFailure(
      `nothing was erased: ${user} of ${slug} would be erased for good (id ${userId}); say --yes to do it`,
      ExitCode.usage,
    );
  const erased = await sendCommand(context, ErasureCommands.erase, { accountId, userId });
  answer(context, options, erased, () =>
    record([
      ['user', erased.id],
      ['erased', erased.changed ? 'now' : 'before already'],
    ]),
  );
}

function named(name: string, what: string): Command {
  return commandOfAccount(name, what).argument('<user>', 'e-mail address or id').option('--json', 'answer in JSON');
}

async function edit(
  context: Context,
  { account, user, options }: { account: string; user: string; options: OutputOptions },
  change: UserChange,
): Promise<void> {
  const found = await accountOf(context, account);
  const { id: userId } = await userNamed(context, found, user);
  const payload = { accountId: found.id, userId, changes: [change] };
  const edited = await sendCommand(context, WorkspaceUserCommands.edit, payload);
  answer(context, options, edited, () => userText(edited));
}

function userText({ id, userName, userType, active, managedBy, version }: UserView): string {
  return record([
    ['user', id],
    ['e-mail address', userName],
    ['type', userType],
    ['active', active ? 'yes' : 'no'],
    ['managed by', managedBy],
    ['version', version],
  ]);
}
