import { openList } from '../schema/open-list.js';

export const revocationReasons = openList(['revoked', 'creator-deactivated', 'creator-not-admin', 'creator-released']);
export type RevocationReason = (typeof revocationReasons)[number];
