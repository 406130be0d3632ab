import { internalCredentials, kafkaLogin } from './credentials.ts';
import type { Databases } from './databases.ts';
import type { Secrets } from './secrets.ts';
import { urlsOf } from './urls.ts';

interface Known {
  readonly kafka: { readonly brokers: readonly string[]; readonly guarded: boolean };
  readonly services: readonly { readonly app: string; readonly url: string }[];
  readonly secrets: Secrets;
  readonly databases: Databases;
  readonly scimUrl: string;
}

/** The environment of ops-cli and, for psql, the databases' URLs: `.local/env.json`. */
export function environmentForOps({ kafka, services, secrets, databases, scimUrl }: Known): Record<string, string> {
  const of = (app: string) => urlsOf(services.filter((service) => service.app === app));
  return {
    KAFKA_BROKERS: kafka.brokers.join(','),
    ...(kafka.guarded ? kafkaLogin(secrets, 'ops-cli') : {}),
    USER_SERVICE_URL: of('user-service'),
    TEAM_SERVICE_URL: of('team-service'),
    TOKEN_SERVICE_URL: of('token-service'),
    ...(of('audit-service') ? { AUDIT_SERVICE_URL: of('audit-service') } : {}),
    ...internalCredentials(secrets)['ops-cli'],
    SCIM_PUBLIC_URL: scimUrl,
    ...databaseVariables(databases),
  };
}

const variableOf = (app: string) => app.replaceAll('-', '_').toUpperCase();

function databaseVariables(databases: Databases): Record<string, string> {
  return Object.fromEntries(
    Object.entries(databases).flatMap(([app, { appUrl, migrationUrl }]) => [
      [`${variableOf(app)}_DATABASE_URL`, appUrl],
      [`${variableOf(app)}_MIGRATION_DATABASE_URL`, migrationUrl],
    ]),
  );
}

/** The databases that such an environment names: the reverse of `environmentForOps`. */
export function databasesIn(env: Readonly<Record<string, string>>): Databases {
  const suffix = '_MIGRATION_DATABASE_URL';
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, migrationUrl]) => {
      if (!name.endsWith(suffix)) return [];
      const service = name.slice(0, -suffix.length);
      const appUrl = env[`${service}_DATABASE_URL`] ?? '';
      return [[service.toLowerCase().replaceAll('_', '-'), { appUrl, migrationUrl }]];
    }),
  );
}
