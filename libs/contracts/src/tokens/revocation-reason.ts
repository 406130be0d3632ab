export const revocationReasons = ['revoked', 'creator-deactivated', 'creator-not-admin', 'creator-released'] as const;
export type RevocationReason = (typeof revocationReasons)[number];
