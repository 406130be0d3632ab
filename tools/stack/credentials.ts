import { createHash } from 'node:crypto';
import { sealingKeyOf } from '@rollcall/service-kit';
import { generateSignerKey } from '@rollcall/transparency-log';
import type { Operators } from './operators.ts';
import type { ReaderPasswords } from './readers.ts';
import type { Secrets } from './secrets.ts';

type Settings = Readonly<Record<string, string>>;

/** A service's database, with the two roles that it has. */
export interface DatabasePlan {
  readonly app: string;
  readonly database: string;
  readonly owner: { readonly role: string; readonly password: string };
  readonly worker: { readonly role: string; readonly password: string };
}

/** One database for each service, which no other service reads. */
export function databasePlans(secrets: Secrets): DatabasePlan[] {
  const one = (app: string, owner: string, worker: string): DatabasePlan => {
    const database = `rollcall_${app.replaceAll('-', '_')}`;
    return {
      app,
      database,
      owner: { role: `${database}_owner`, password: owner },
      worker: { role: database, password: worker },
    };
  };
  return [
    one('user-service', secrets.userServiceOwner, secrets.userServiceApp),
    one('team-service', secrets.teamServiceOwner, secrets.teamServiceApp),
    one('token-service', secrets.tokenServiceOwner, secrets.tokenServiceApp),
    one('audit-service', secrets.auditServiceOwner, secrets.auditServiceApp),
  ];
}

/** The URL of a database for one of its roles. */
export function databaseUrl(place: string, database: string, as: DatabasePlan['owner']): string {
  return `postgres://${as.role}:${as.password}@${place}/${database}`;
}

/** The key that opens password hashes, from the secret that stands for it: any 32 bytes are an X25519 key. */
function passwordKey({ passwordSealing }: Secrets): string {
  return createHash('sha256').update(passwordSealing).digest('base64url');
}

/** The key that signs the audit log, made from a secret as all others are: so it is given and replaced in the same way. */
function auditLogKey(secret: string): string {
  return generateSignerKey('rollcall/audit', createHash('sha256').update(secret).digest());
}

/** What gateways tell invented tokens by, and the key before it. */
const signingKeys = ({ tokenSigningKey, tokenSigningKeyPrevious }: Secrets): Settings => ({
  TOKEN_SIGNING_KEY: tokenSigningKey,
  ...(tokenSigningKeyPrevious ? { TOKEN_SIGNING_KEY_PREVIOUS: tokenSigningKeyPrevious } : {}),
});

/**
 * Which services may call which others over the internal port, the secret that each sends, the secrets that only
 * token-service knows, or shares with the gateways alone, the keys that password hashes are sealed with, that of the secrets of webhooks, and the secret
 * for setting the installation up.
 */
export function internalCredentials(secrets: Secrets, operators: Operators = {}): Readonly<Record<string, Settings>> {
  const callers = (list: Settings) => ({
    INTERNAL_CALLERS: Object.entries(list)
      .map((pair) => pair.join(':'))
      .join(),
  });
  const edges = {
    'scim-gateway': secrets.scimGatewayCaller,
    'workspace-gateway': secrets.workspaceGatewayCaller,
    'ops-cli': secrets.opsCliCaller,
    ...Object.fromEntries(Object.entries(operators).map(([name, secret]) => [`ops-cli.${name}`, secret])),
  };
  const privateKey = passwordKey(secrets);
  const sealing = { PASSWORD_PUBLIC_KEY: sealingKeyOf(privateKey) };
  const audit = { 'audit-service': secrets.auditServiceCaller };
  const services = { 'team-service': secrets.teamServiceCaller, 'token-service': secrets.tokenServiceCaller, ...audit };
  const users = { 'user-service': secrets.userServiceCaller };
  return {
    'user-service': {
      ...callers({ ...edges, ...services }),
      INTERNAL_SECRET: secrets.userServiceCaller,
      PASSWORD_PRIVATE_KEY: privateKey,
      WEBHOOK_KEY: [secrets.webhookKey, secrets.webhookKeyPrevious].filter(Boolean).join(),
    },
    'team-service': { ...callers({ ...edges, ...users, ...audit }), INTERNAL_SECRET: secrets.teamServiceCaller },
    'token-service': {
      ...callers({ ...edges, ...users, ...audit }),
      INTERNAL_SECRET: secrets.tokenServiceCaller,
      TOKEN_PEPPER: secrets.tokenPepper,
      ...(secrets.tokenPepperPrevious ? { TOKEN_PEPPER_PREVIOUS: secrets.tokenPepperPrevious } : {}),
      TOKEN_SIGNING_KEY: secrets.tokenSigningKey,
    },
    'audit-service': {
      ...callers(edges),
      INTERNAL_SECRET: secrets.auditServiceCaller,
      AUDIT_CURSOR_KEY: secrets.auditCursorKey,
      AUDIT_STREAM_KEY: [secrets.auditStreamKey, secrets.auditStreamKeyPrevious].filter(Boolean).join(),
      AUDIT_LOG_KEY: auditLogKey(secrets.auditLogSigning),
      ...(secrets.auditLogSigningPrevious
        ? { AUDIT_LOG_KEY_PREVIOUS: auditLogKey(secrets.auditLogSigningPrevious) }
        : {}),
    },
    'scim-gateway': {
      INTERNAL_SECRET: secrets.scimGatewayCaller,
      ...sealing,
      ...signingKeys(secrets),
    },
    'workspace-gateway': {
      INTERNAL_SECRET: secrets.workspaceGatewayCaller,
      ...sealing,
      ...signingKeys(secrets),
      SETUP_SECRET: secrets.setupSecret,
    },
    'ops-cli': { INTERNAL_SECRET: secrets.opsCliCaller, ...sealing },
  };
}

/**
 * What each part that calls others shows to services and to a guarded broker, and each reader to the broker: for specs that stand
 * in its place. `admin` makes topics: for benchmarks.
 */
export function callerCredentials(
  secrets: Secrets,
  { guarded, readers }: { readonly guarded: boolean; readonly readers: ReaderPasswords },
): Readonly<Record<string, Settings>> {
  const parts = Object.fromEntries(
    Object.entries(internalCredentials(secrets)).flatMap(([part, { INTERNAL_SECRET }]) =>
      INTERNAL_SECRET === undefined ? [] : [[part, { INTERNAL_SECRET, ...(guarded ? kafkaLogin(secrets, part) : {}) }]],
    ),
  );
  const outside = Object.entries(readers).map(([name, password]) => [name, guarded ? loginOf(name, password) : {}]);
  return { ...parts, ...Object.fromEntries(outside), admin: guarded ? kafkaLogin(secrets, 'admin') : {} };
}

/**
 * The passwords of all principals of a broker with SASL: first the two that may do everything, then the parts of the
 * product. Readers from outside have theirs of `loadReaders`.
 */
export function kafkaPasswords(secrets: Secrets): Settings {
  return {
    broker: secrets.brokerKafka,
    admin: secrets.adminKafka,
    'user-service': secrets.userServiceKafka,
    'team-service': secrets.teamServiceKafka,
    'token-service': secrets.tokenServiceKafka,
    'audit-service': secrets.auditServiceKafka,
    'scim-gateway': secrets.scimGatewayKafka,
    'workspace-gateway': secrets.workspaceGatewayKafka,
    'ops-cli': secrets.opsCliKafka,
  };
}

/** The variables with which a part of the product logs in to such a broker. */
export function kafkaLogin(secrets: Secrets, principal: string): Settings {
  const password = kafkaPasswords(secrets)[principal];
  if (password === undefined) throw new Error(`${principal} is no principal`);
  return loginOf(principal, password);
}

function loginOf(principal: string, password: string): Settings {
  return { KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: principal, KAFKA_SASL_PASSWORD: password };
}

/** The broker's users in Java's JAAS format, with the user for its own connections. */
export function brokerUsers(secrets: Secrets, readers: ReaderPasswords): string {
  const users = Object.entries({ ...kafkaPasswords(secrets), ...readers }).map(
    ([name, password]) => `  user_${name}="${password}"`,
  );
  return `KafkaServer {
  org.apache.kafka.common.security.plain.PlainLoginModule required
  username="broker"
  password="${secrets.brokerKafka}"
${users.join('\n')};
};
`;
}
