import { setTimeout as pause } from 'node:timers/promises';
import type { AclEntry, AclOperationTypes as Operations, Admin } from 'kafkajs';
import { failFastRetry, type RepairedKafka } from '../kafka/connection.js';
import { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } from '../kafka/kafkajs.js';
import type { AccessRule, Operation } from './access-rules.js';
import { externalPrefix } from './external-readers.js';

const operations: Record<Operation, Operations> = {
  read: AclOperationTypes.READ,
  write: AclOperationTypes.WRITE,
  create: AclOperationTypes.CREATE,
  delete: AclOperationTypes.DELETE,
  describe: AclOperationTypes.DESCRIBE,
};

const withinMs = 60_000;

/** How many rules `ensureAccess` changed. */
export interface AccessChange {
  readonly granted: number;
  readonly revoked: number;
}

/**
 * Sets the brokers' ACLs so that each principal of the rules may do exactly what the rules say: what a principal was
 * allowed before and is no rule any more is revoked; so is what external readers had who are in no rule. Other principals are left as
 * they are. Repeating it changes nothing. Resolves when the rules are in force.
 * @throws the broker's error, also where it has no authorizer; Error where the rules are not in force within a minute
 */
export async function ensureAccess(kafka: RepairedKafka, rules: readonly AccessRule[]): Promise<AccessChange> {
  const admin = kafka.admin({ retry: failFastRetry });
  await admin.connect();
  try {
    const wanted = new Map(rules.map(entryOf).map((entry) => [JSON.stringify(entry), entry]));
    const principals = new Set(rules.map(({ principal }) => nameOf(principal)));
    const isOurs = (principal: string) => principals.has(principal) || principal.startsWith(nameOf(externalPrefix));
    const difference = async () => {
      const there = (await entries(admin)).filter(({ principal }) => isOurs(principal));
      const known = new Set(there.map((entry) => JSON.stringify(entry)));
      return {
        missing: [...wanted].filter(([text]) => !known.has(text)).map(([, entry]) => entry),
        obsolete: there.filter((entry) => !wanted.has(JSON.stringify(entry))),
      };
    };
    const { missing, obsolete } = await difference();
    if (missing.length > 0) await admin.createAcls({ acl: missing });
    if (obsolete.length > 0) await admin.deleteAcls({ filters: obsolete });
    // The controller has written the rules; the brokers, who enforce them and are asked here, learn of them a moment
    // later.
    for (const end = Date.now() + withinMs; ;) {
      const left = await difference();
      if (left.missing.length + left.obsolete.length === 0) break;
      if (Date.now() > end) throw new Error(`access rules do not count within ${withinMs / 1_000} s`);
      await pause(50);
    }
    return { granted: missing.length, revoked: obsolete.length };
  } finally {
    await admin.disconnect();
  }
}

const nameOf = (principal: string) => `User:${principal}`;

function entryOf(rule: AccessRule): AclEntry {
  return {
    resourceType: rule.on === 'topic' ? AclResourceTypes.TOPIC : AclResourceTypes.GROUP,
    resourceName: rule.name,
    resourcePatternType: rule.prefix ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
    principal: nameOf(rule.principal),
    host: '*',
    operation: operations[rule.operation],
    permissionType: AclPermissionTypes.ALLOW,
  };
}

/** All ACL entries of the brokers, each as `entryOf` writes it. */
async function entries(admin: Admin): Promise<AclEntry[]> {
  const { resources } = await admin.describeAcls({
    resourceType: AclResourceTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
    operation: AclOperationTypes.ANY,
    permissionType: AclPermissionTypes.ANY,
  });
  return resources.flatMap(({ acls, resourceType, resourceName, resourcePatternType }) =>
    acls.map(({ principal, host, operation, permissionType }) => ({
      resourceType,
      resourceName,
      resourcePatternType,
      principal,
      host,
      operation,
      permissionType,
    })),
  );
}
