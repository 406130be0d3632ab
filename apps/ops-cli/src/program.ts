import { Command, CommanderError } from 'commander';
import { accountCommand } from './commands/account-command.js';
import { auditCommand } from './commands/audit-command.js';
import { deadLettersCommand } from './commands/dead-letters-command.js';
import { lagCommand } from './commands/lag-command.js';
import { leaversCommand } from './commands/leavers-command.js';
import { outboxCommand } from './commands/outbox-command.js';
import { parkedCommand } from './commands/parked-command.js';
import { reconcileCommand } from './commands/reconcile-command.js';
import { roleCommand } from './commands/role-command.js';
import { takeoversCommand } from './commands/takeovers-command.js';
import { teamCommand } from './commands/team-command.js';
import { tokenCommand } from './commands/token-command.js';
import { topicsCommand } from './commands/topics-command.js';
import { userCommand } from './commands/user-command.js';
import { examples, type Context } from './context.js';
import { reportOf } from './errors.js';
import { ExitCode } from './failure.js';

const endings = `
Exit codes:
  0  done
  1  refused, or not found; nothing has changed
  2  wrong command line or settings
  3  a service or the broker could not be reached; nothing has changed
  4  everything or nothing has happened: look before you repeat it

Settings come from the environment; where it names no connection, from .local/env.json of the working
directory (or of the directory that ROLLCALL_LOCAL names):
  KAFKA_BROKERS, USER_SERVICE_URL, TEAM_SERVICE_URL, TOKEN_SERVICE_URL, AUDIT_SERVICE_URL
  OPS_CREDENTIAL (your own, as name:secret), or INTERNAL_SECRET (that of the tool)
  OPS_OPERATOR (a label behind the name)`;

/** The command line. */
export function createProgram(context: Context): Command {
  const program = new Command('ops').description(
    'Rollcall for operators: accounts, people, tokens, teams, topics, what went wrong',
  );
  const ofAccounts = [
    accountCommand,
    userCommand,
    leaversCommand,
    tokenCommand,
    roleCommand,
    teamCommand,
    takeoversCommand,
    reconcileCommand,
    auditCommand,
  ];
  const ofTheSystem = [topicsCommand, deadLettersCommand, parkedCommand, outboxCommand, lagCommand];
  for (const make of [...ofAccounts, ...ofTheSystem]) program.addCommand(make(context));
  program.addHelpText('after', endings);
  examples(program, 'account show acme', 'token create acme --admin ada@acme.example', 'topics watch user.events');
  for (const each of withSubcommands(program)) {
    each.exitOverride();
    each.configureOutput({
      writeOut: (text) => context.terminal.out(text.trimEnd()),
      writeErr: (text) => context.terminal.err(text.trimEnd()),
    });
    if (each.commands.length === 0) each.showHelpAfterError('(add --help for the options and examples)');
  }
  return program;
}

/** Runs one command line. Resolves to the exit code; prints every failure as one sentence. */
export async function run(context: Context, args: readonly string[]): Promise<ExitCode> {
  try {
    await createProgram(context).parseAsync([...args], { from: 'user' });
    return ExitCode.done;
  } catch (error) {
    // commander has printed it
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.done : ExitCode.usage;
    const { sentence, exitCode } = reportOf(error);
    context.terminal.err(`ops: ${sentence}`);
    return exitCode;
  } finally {
    await context.connections.close();
  }
}

const withSubcommands = (command: Command): Command[] => [command, ...command.commands.flatMap(withSubcommands)];
