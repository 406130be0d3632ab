import { AccountCommands, AccountQueries, roleBases, type RoleBase, type RoleView } from '@rollcall/contracts';
import { Command, Option } from 'commander';
import { v7 as uuidv7 } from 'uuid';
import { commandOfAccount, answer, examples, type Context, type OutputOptions } from '../context.js';
import { record, table, type Column } from '../output/table.js';
import { accountOf, sendCommand } from './lookups.js';

interface CreateOptions extends OutputOptions {
  readonly name: string;
  readonly basedOn: RoleBase;
}

/** `role`: custom roles, whose ids admins copy into the identity provider. */
export function roleCommand(context: Context): Command {
  const role = new Command('role').description('custom roles: user types that an account has made itself');
  role.addCommand(createCommand(context));
  role.addCommand(listCommand(context));
  return examples(role, 'role list acme');
}

function createCommand(context: Context): Command {
  const command = commandOfAccount(
    'create',
    'make a custom role; its id is the userType to send from the identity provider',
  )
    .requiredOption('--name <name>', 'name of the role')
    .addOption(
      new Option('--based-on <type>', 'the user type whose rights it begins with')
        .choices(roleBases)
        .makeOptionMandatory(),
    )
    .option('--json', 'answer in JSON')
    .action(async (accountName: string, options: CreateOptions) => {
      const account = await accountOf(context, accountName);
      const payload = { accountId: account.id, roleId: uuidv7(), name: options.name, basedOn: options.basedOn };
      const made = await sendCommand(context, AccountCommands.createRole, payload);
      answer(context, options, made, () =>
        record([
          ['role', made.id],
          ['name', made.name],
          ['based on', made.basedOn],
        ]),
      );
    });
  return examples(command, 'role create acme --name Contractor --based-on viewer');
}

const columns: readonly Column<RoleView>[] = [
  { title: 'role', of: (role) => role.id },
  { title: 'name', of: (role) => role.name },
  { title: 'based on', of: (role) => role.basedOn },
];

function listCommand(context: Context): Command {
  const command = commandOfAccount('list', 'the custom roles of an account')
    .option('--json', 'answer in JSON')
    .action(async (accountName: string, options: OutputOptions) => {
      const account = await accountOf(context, accountName);
      const roles = await context.connections
        .service('user-service')
        .ask(AccountQueries.roles, { account: account.id });
      const none = `The account ${account.slug} has no custom roles: make one with \`role create\`.`;
      answer(context, options, roles, () => (roles.length === 0 ? none : table(columns, roles)));
    });
  return examples(command, 'role list acme', 'role list acme --json');
}
