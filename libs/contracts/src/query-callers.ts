import { AccountQueries } from './accounts/account-queries.js';
import { NoticeQueries } from './accounts/notices.js';
import { NotificationQueries } from './accounts/notification-queries.js';
import { WebhookQueries } from './accounts/webhook-views.js';
import { AuditExportQueries } from './audit/audit-export-queries.js';
import { AuditHoldQueries } from './audit/audit-hold-queries.js';
import { AuditLookQueries } from './audit/audit-look-queries.js';
import { AuditProofQueries } from './audit/audit-proof-queries.js';
import { AuditQueries } from './audit/audit-queries.js';
import { AuditStreamQueries } from './audit/audit-stream-queries.js';
import { ExplainQueries } from './audit/explain-queries.js';
import type { QueryDefinition } from './define/query.js';
import { DryRunQueries } from './dry-run-queries.js';
import { OpsQueries } from './ops-queries.js';
import { callerNamed } from './senders.js';
import { TakeoverQueries } from './teams/takeover-queries.js';
import { TeamQueries } from './teams/team-queries.js';
import { TokenQueries } from './tokens/token-queries.js';
import { LeaverQueries } from './users/leaver-queries.js';
import { PasswordQueries } from './users/password-queries.js';
import { SessionQueries } from './users/session-queries.js';
import { UserQueries } from './users/user-queries.js';
import { VersionQueries } from './version-queries.js';

type Gateway = 'scim-gateway' | 'workspace-gateway';
type Part = Gateway | 'ops-cli' | 'user-service' | 'team-service' | 'token-service' | 'audit-service';
type Route = Pick<QueryDefinition, 'method' | 'path'>;

const scim = 'scim-gateway';
const workspace = 'workspace-gateway';
const ops = 'ops-cli';
const audit = 'audit-service';

/** Which parts of the product ask each query. No other caller is answered, whatever credential it has (ADR 0038). */
const table: readonly (readonly [query: Route, ...askers: Part[]])[] = [
  [AccountQueries.any, workspace],
  [AccountQueries.list, ops],
  [AccountQueries.find, workspace, ops, audit, 'team-service'],
  [AccountQueries.roles, scim, workspace, ops, audit],
  [AccountQueries.people, workspace],
  [UserQueries.search, scim, ops],
  [UserQueries.lookUps, scim, audit],
  [UserQueries.ids, scim],
  [UserQueries.people, workspace, ops, audit],
  [UserQueries.briefs, scim, workspace, ops, 'team-service', audit],
  [UserQueries.find, workspace, ops, 'token-service', audit],
  [UserQueries.checkPassword, workspace],
  [LeaverQueries.list, workspace, ops],
  [NoticeQueries.list, workspace],
  [NoticeQueries.counts, workspace],
  [NotificationQueries.find, workspace],
  [WebhookQueries.list, workspace],
  [WebhookQueries.deliveries, workspace],
  [WebhookQueries.prepare, workspace],
  [WebhookQueries.test, workspace],
  [SessionQueries.start, workspace],
  [SessionQueries.signingKey, workspace],
  [SessionQueries.check, workspace],
  [SessionQueries.end, workspace],
  [SessionQueries.confirm, workspace],
  [SessionQueries.list, workspace],
  [SessionQueries.endOf, workspace],
  [DryRunQueries.ofUsers, scim],
  [DryRunQueries.ofTeams, scim],
  [PasswordQueries.takes, scim],
  [PasswordQueries.checkLink, workspace],
  [PasswordQueries.compareOwn, workspace],
  [TeamQueries.search, scim, workspace, ops, 'user-service', audit],
  [TeamQueries.list, workspace],
  [TeamQueries.formerCalled, audit],
  [TeamQueries.briefs, workspace, ops, audit],
  [TeamQueries.find, scim, workspace],
  [TeamQueries.members, scim, workspace, ops],
  [TeamQueries.membershipState, audit],
  [TeamQueries.ofUsers, scim],
  [TeamQueries.ofPerson, workspace],
  [TeamQueries.memberIds, scim],
  [TeamQueries.firstMembers, scim],
  [TeamQueries.firstTeams, scim],
  [TeamQueries.reconciler, workspace, ops],
  [TeamQueries.runs, workspace],
  [TeamQueries.run, workspace],
  [TeamQueries.drifting, workspace],
  [TeamQueries.drift, workspace],
  [TakeoverQueries.list, workspace, ops],
  [TakeoverQueries.find, workspace, ops],
  [TakeoverQueries.people, workspace, ops],
  [TokenQueries.check, scim, workspace, ops],
  [TokenQueries.sign, workspace, ops],
  [TokenQueries.list, workspace, ops, 'user-service'],
  [TokenQueries.briefs, workspace, ops, audit],
  [AuditQueries.entries, workspace, ops],
  [AuditQueries.completeness, workspace, ops],
  [AuditQueries.request, workspace, ops],
  [AuditQueries.volume, workspace, ops],
  [AuditQueries.provisioning, workspace],
  [AuditQueries.lag, workspace],
  [AuditExportQueries.page, workspace, ops],
  [AuditHoldQueries.list, ops],
  [AuditHoldQueries.set, ops],
  [AuditLookQueries.note, ops],
  [AuditStreamQueries.list, workspace, ops],
  [AuditStreamQueries.all, ops],
  [AuditStreamQueries.create, workspace],
  [AuditStreamQueries.change, workspace],
  [AuditStreamQueries.remove, workspace],
  [AuditStreamQueries.rotateSecret, workspace],
  [AuditStreamQueries.test, workspace],
  [AuditProofQueries.proof, workspace, ops],
  [AuditProofQueries.checkpoint, ops],
  [AuditProofQueries.strike, ops],
  [ExplainQueries.membership, workspace, ops],
  [ExplainQueries.token, workspace, ops],
  [ExplainQueries.user, workspace, ops],
  [VersionQueries.list, audit],
  [OpsQueries.outbox, ops],
  [OpsQueries.parked, ops],
  [OpsQueries.retryParked, ops],
  [OpsQueries.skipParked, ops],
];

const askersOf: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  table.map(([{ method, path }, ...askers]) => [`${method} ${path}`, new Set(askers)]),
);

/** Whether a caller may ask the query of this route, given as its definition's method and path. */
export function mayAsk(caller: string, method: string, path: string): boolean {
  return askersOf.get(`${method} ${path}`)?.has(callerNamed(caller).part) ?? false;
}
