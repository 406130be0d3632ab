import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readSettings, secret, urls, type SettingsOf, type SettingsSpec } from '@rollcall/service-kit';
import { ExitCode, OpsFailure } from './failure.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The settings that the local stack writes, unless `ROLLCALL_LOCAL` names another directory. */
export const localSettingsFile = join('.local', 'env.json');

export const userServiceSettings = { urls: urls('USER_SERVICE_URL'), secret: secret('INTERNAL_SECRET') } as const;
export const teamServiceSettings = { urls: urls('TEAM_SERVICE_URL'), secret: secret('INTERNAL_SECRET') } as const;
export const tokenServiceSettings = { urls: urls('TOKEN_SERVICE_URL'), secret: secret('INTERNAL_SECRET') } as const;

/** The environment, with the settings of a local stack in the working directory as defaults. */
export function environmentIn(directory: string, env: Environment): Environment {
  return { ...localSettings(localSettingsIn(directory, env)), ...env };
}

function localSettingsIn(directory: string, { ROLLCALL_LOCAL: local }: Environment): string {
  return local ? resolve(directory, local, 'env.json') : join(directory, localSettingsFile);
}

function localSettings(file: string): Record<string, string> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return {}; // no local stack here
  }
  try {
    const values = Object.entries(JSON.parse(text) as Record<string, unknown>);
    return Object.fromEntries(values.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    throw new OpsFailure(`${file} is no JSON: start the local stack again, or remove the file`, ExitCode.usage);
  }
}

/**
 * Reads the settings that a command needs.
 * @throws SettingsError naming those that are missing or wrong
 */
export function settingsOf<Spec extends SettingsSpec>(spec: Spec, env: Environment): SettingsOf<Spec> {
  return readSettings(spec, env);
}
