import { aboutRoutes } from './about-routes.js';
import { auditExportRoutes } from './audit-export-routes.js';
import { auditRoutes } from './audit-routes.js';
import { auditStreamRoutes } from './audit-stream-routes.js';
import { auditTokenRoutes } from './audit-token-routes.js';
import type { RouteContract } from './define-route.js';
import { eventRoutes } from './event-routes.js';
import { explainRoutes } from './explain-routes.js';
import { leaverRoutes } from './leaver-routes.js';
import { lookupRoutes } from './lookup-routes.js';
import { noticeRoutes } from './notice-routes.js';
import { peopleListRoutes } from './people-list-routes.js';
import { peopleRoutes } from './people-routes.js';
import { reconcilerRoutes } from './reconciler-routes.js';
import { roleRoutes } from './role-routes.js';
import { scimRoutes } from './scim-routes.js';
import { sessionRoutes } from './session-routes.js';
import { signInRoutes } from './sign-in-routes.js';
import { takeoverRoutes } from './takeover-routes.js';
import { teamRoutes } from './team-routes.js';
import { webhookRoutes } from './webhook-routes.js';

/** Everything that this API serves. */
export const allRoutes: readonly RouteContract[] = [
  ...signInRoutes,
  ...sessionRoutes,
  ...peopleListRoutes,
  ...peopleRoutes,
  ...roleRoutes,
  ...teamRoutes,
  ...takeoverRoutes,
  ...scimRoutes,
  ...leaverRoutes,
  ...noticeRoutes,
  ...webhookRoutes,
  ...reconcilerRoutes,
  ...auditRoutes,
  ...auditExportRoutes,
  ...auditTokenRoutes,
  ...auditStreamRoutes,
  ...explainRoutes,
  ...eventRoutes,
  ...lookupRoutes,
  ...aboutRoutes,
];
