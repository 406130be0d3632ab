import type { Databases } from './databases.ts';
import type { Secrets } from './secrets.ts';
import { urlsOf, type ServicePlan } from './services.ts';

interface Known {
  readonly brokers: readonly string[];
  readonly plans: readonly ServicePlan[];
  readonly secrets: Secrets;
  readonly databases: Databases;
  readonly scimUrl: string;
}

/** What ops-cli reads from its environment, and for people with psql the databases: `.local/env.json`. */
export function environmentForOps({ brokers, plans, secrets, databases, scimUrl }: Known): Record<string, string> {
  const of = (app: string) => urlsOf(plans.filter((plan) => plan.app === app));
  return {
    KAFKA_BROKERS: brokers.join(','),
    USER_SERVICE_URL: of('user-service'),
    TEAM_SERVICE_URL: of('team-service'),
    TOKEN_SERVICE_URL: of('token-service'),
    INTERNAL_SECRET: secrets.opsCliCaller,
    SCIM_PUBLIC_URL: scimUrl,
    USER_SERVICE_DATABASE_URL: databases.userService.appUrl,
    USER_SERVICE_MIGRATION_DATABASE_URL: databases.userService.migrationUrl,
    TEAM_SERVICE_DATABASE_URL: databases.teamService.appUrl,
    TEAM_SERVICE_MIGRATION_DATABASE_URL: databases.teamService.migrationUrl,
    TOKEN_SERVICE_DATABASE_URL: databases.tokenService.appUrl,
    TOKEN_SERVICE_MIGRATION_DATABASE_URL: databases.tokenService.migrationUrl,
  };
}
