import { readFileSync, statSync, type Stats } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  optionalSecret,
  readSettings,
  SettingsError,
  urls,
  type SettingsOf,
  type SettingsSpec,
} from '@rollcall/service-kit';
import { ExitCode, OpsFailure } from './failure.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The settings that the local stack writes, unless `ROLLCALL_LOCAL` names another folder. */
export const localSettingsFile = join('.local', 'env.json');

export const userServiceSettings = { urls: urls('USER_SERVICE_URL') } as const;
export const teamServiceSettings = { urls: urls('TEAM_SERVICE_URL') } as const;
export const tokenServiceSettings = { urls: urls('TOKEN_SERVICE_URL') } as const;
export const auditServiceSettings = { urls: urls('AUDIT_SERVICE_URL') } as const;

/** Where this tool connects, and what it shows there. They belong together: all are from one source. */
const connection = [
  'KAFKA_BROKERS',
  'KAFKA_SASL_USERNAME',
  'KAFKA_SASL_PASSWORD',
  'USER_SERVICE_URL',
  'TEAM_SERVICE_URL',
  'TOKEN_SERVICE_URL',
  'AUDIT_SERVICE_URL',
  'INTERNAL_SECRET',
  'OPS_CREDENTIAL',
] as const;

/**
 * The environment, with the settings of a local stack in the working folder where the environment says nothing else about the
 * connection: so no secret of the environment goes to a URL that somebody left in a folder.
 * @throws OpsFailure where others than this user could have written the file
 */
export function environmentIn(folder: string, env: Environment): Environment {
  const given = connection.filter((name) => env[name]);
  const local = localSettings(localSettingsIn(folder, env));
  return given.every((name) => env[name] === local[name]) ? { ...local, ...env } : env;
}

function localSettingsIn(folder: string, { ROLLCALL_LOCAL: local }: Environment): string {
  return local ? resolve(folder, local, 'env.json') : join(folder, localSettingsFile);
}

function localSettings(file: string): Record<string, string> {
  let text: string;
  try {
    assertOwn(file, statSync(file));
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof OpsFailure) throw error;
    return {}; // no local stack here
  }
  try {
    const values = Object.entries(JSON.parse(text) as Record<string, unknown>);
    return Object.fromEntries(values.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    throw new OpsFailure(`${file} is no JSON: start the local stack again, or remove the file`, ExitCode.usage);
  }
}

/** @throws OpsFailure */
function assertOwn(file: string, { uid, mode }: Stats): void {
  const own = process.getuid === undefined || uid === process.getuid();
  if (own && (mode & 0o022) === 0) return;
  const sentence = `${file} is not yours alone to write, so its settings are not used: run this elsewhere, or remove the file`;
  throw new OpsFailure(sentence, ExitCode.usage);
}

/** Who this tool is to the services. */
export interface Credential {
  /** As in the services' INTERNAL_CALLERS. */
  readonly caller: string;
  readonly secret: string;
}

const credentialSettings = {
  own: optionalSecret('OPS_CREDENTIAL'),
  shared: optionalSecret('INTERNAL_SECRET'),
} as const;

const part = 'ops-cli';

/**
 * The operator's own credential (`OPS_CREDENTIAL=ann:SECRET`), or the one of the tool (`INTERNAL_SECRET`).
 * @throws SettingsError where there is neither
 */
export function credentialIn(env: Environment): Credential {
  const { own, shared } = settingsOf(credentialSettings, env);
  if (own === undefined) {
    if (shared !== undefined) return { caller: part, secret: shared };
    throw new SettingsError(['OPS_CREDENTIAL is missing: it is your name and secret, as in ann:SECRET']);
  }
  const [, name, secret] = /^([A-Za-z0-9][\w.@-]{0,99}):(.+)$/.exec(own) ?? [];
  if (!name || !secret) throw new SettingsError(['OPS_CREDENTIAL must be your name and secret, as in ann:SECRET']);
  return { caller: `${part}.${name}`, secret };
}

/**
 * The actor of an operator's changes: the name that the credential proves, and behind it `OPS_OPERATOR` (else the user of this
 * machine, where the credential is shared) as a label.
 */
export function operatorIn(env: Environment, user: string): string {
  const name = /^([^:]+):/.exec(env['OPS_CREDENTIAL'] ?? '')?.[1];
  const label = env['OPS_OPERATOR'] || (name === undefined ? user : '');
  const proved = name ?? part;
  return label === '' || label === proved ? proved : `${proved}/${label}`.slice(0, 200);
}

/**
 * Reads the settings that a command needs.
 * @throws SettingsError naming those that are missing or wrong
 */
export function settingsOf<Spec extends SettingsSpec>(spec: Spec, env: Environment): SettingsOf<Spec> {
  return readSettings(spec, env);
}
