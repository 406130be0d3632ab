import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { frameSettings, type SettingsSpec } from '@rollcall/service-kit';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { auditServiceSettings } from '../../apps/audit-service/src/settings.ts';
import { gatewaySettings as scimGateway } from '../../apps/scim-gateway/src/settings.ts';
import { teamServiceSettings } from '../../apps/team-service/src/settings.ts';
import { tokenServiceSettings } from '../../apps/token-service/src/settings.ts';
import { userServiceSettings } from '../../apps/user-service/src/settings.ts';
import { gatewaySettings as workspaceGateway } from '../../apps/workspace-gateway/src/settings.ts';
import { internalCredentials, kafkaLogin } from '../stack/credentials.ts';
import type { Secrets } from '../stack/secrets.ts';

const read = (file: string) => readFileSync(resolve(import.meta.dirname, '../..', file), 'utf8');
const { services } = parse(read('docker-compose.yml'), { merge: true }) as {
  readonly services: Readonly<Record<string, { readonly environment?: Readonly<Record<string, string>> }>>;
};
const docs = read('docs/containers.md');
const settings: Readonly<Record<string, SettingsSpec>> = {
  'user-service': userServiceSettings,
  'team-service': teamServiceSettings,
  'token-service': tokenServiceSettings,
  'audit-service': auditServiceSettings,
  'scim-gateway': scimGateway,
  'workspace-gateway': workspaceGateway,
};

/** What an operator sets by an override of the file, and why the file itself does not pass it. */
const notPassed: Readonly<Record<string, string>> = {
  INSTANCE_ID: 'an instance is called as its host',
  DATABASE_URL: 'in the file of secrets',
  INTERNAL_CALLERS: 'in the file of secrets; nobody asks a gateway',
  DATABASE_POOL: 'the PostgreSQL of the file has connections for the defaults',
  KAFKA_TLS: 'the Kafka of the file is on a network of its own',
  CONSOLE_DIRECTORY: 'the image has the console where the default says',
  SCIM_TLS_CERT: 'needs a file that is mounted',
  SCIM_TLS_KEY: 'needs a file that is mounted',
  WORKSPACE_TLS_CERT: 'needs a file that is mounted',
  WORKSPACE_TLS_KEY: 'needs a file that is mounted',
};

const every = new Proxy({}, { get: () => 'x' }) as Secrets; // whatever its name
const ofSecrets = (part: string) => Object.keys({ ...internalCredentials(every)[part], ...kafkaLogin(every, part) });

describe.each(Object.entries(settings))('%s in docker-compose.yml', (part, spec) => {
  const environment = services[part]?.environment ?? {};
  const known = Object.values({ ...frameSettings, ...spec }).map(({ variable }) => variable);

  it('gets every setting that it has, from the file or from its secrets, but those with a reason', () => {
    const passed = [...Object.keys(environment), ...ofSecrets(part), ...Object.keys(notPassed)];
    expect(known.filter((variable) => !passed.includes(variable))).toEqual([]);
  });

  it('gets nothing that it does not know, and docs/containers.md names what an operator may say', () => {
    const unknown = Object.keys(environment).filter((variable) => !known.includes(variable));
    // A gateway is told where every service is.
    expect(unknown.filter((variable) => !variable.endsWith('_SERVICE_URL'))).toEqual([]);
    const ofOperator = Object.entries(environment).filter(([, value]) => value.startsWith('${'));
    expect(ofOperator.map(([variable]) => variable).filter((variable) => !docs.includes(variable))).toEqual([]);
  });
});
