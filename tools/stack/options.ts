import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '@rollcall/local-servers';

export interface StackOptions {
  /** Holds data, secrets, logs and stack.json. */
  readonly folder: string;
  readonly gateways: number;
  readonly userServices: number;
  readonly teamServices: number;
  readonly tokenServices: number;
  readonly workspaceGateways: number;
  /** None where the audit log is left out. */
  readonly auditServices: number;
}

export interface StartOptions extends StackOptions {
  /** Whether an account is made; without one the first is made by `POST /api/setup`. */
  readonly hasDemo: boolean;
}

export const usage = `npm start -- [--data DIR] [--gateways N] [--user-services N] [--team-services N]
             [--token-services N] [--workspace-gateways N] [--audit-services N]
             [--no-demo]

Starts Rollcall on this machine and keeps it running until Ctrl-C. See tools/README.md.
  --data DIR           where data, secrets and stack.json are kept (default .local, or ROLLCALL_LOCAL)
  --gateways N         how many scim-gateways (default 1)
  --user-services N    how many user-services (default 1)
  --team-services N    how many team-services (default 1)
  --token-services N   how many token-services (default 1)
  --workspace-gateways N  how many workspace-gateways (default 1)
  --audit-services N   how many audit-services (default 1; 0, or ROLLCALL_AUDIT=no, leaves the audit log out)
  --no-demo            makes no account, and prints the secret that POST /api/setup asks for (or ROLLCALL_DEMO=no)
`;

/** @throws Error, with a text for people, for an unknown option or an invalid number */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): StartOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string', default: env.ROLLCALL_LOCAL ?? '.local' },
      gateways: { type: 'string', default: '1' },
      'user-services': { type: 'string', default: '1' },
      'team-services': { type: 'string', default: '1' },
      'token-services': { type: 'string', default: '1' },
      'workspace-gateways': { type: 'string', default: '1' },
      'audit-services': { type: 'string', default: env.ROLLCALL_AUDIT === 'no' ? '0' : '1' },
      'no-demo': { type: 'boolean', default: env.ROLLCALL_DEMO === 'no' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  return {
    folder: resolve(repositoryRoot, values.data),
    gateways: count('--gateways', values.gateways),
    userServices: count('--user-services', values['user-services']),
    teamServices: count('--team-services', values['team-services']),
    tokenServices: count('--token-services', values['token-services']),
    workspaceGateways: count('--workspace-gateways', values['workspace-gateways']),
    auditServices: count('--audit-services', values['audit-services'], 0),
    hasDemo: !values['no-demo'],
  };
}

function count(option: string, text: string, least = 1): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < least || number > 16)
    throw new Error(`${option} takes a number from ${least} to 16`);
  return number;
}
