/**
 * What a token's requests may have beyond the SCIM standard: the leniencies that scim-gateway has for identity providers, each by
 * its name, or none of them.
 */
export const leniencyLevels = ['named', 'none'] as const;
export type LeniencyLevel = (typeof leniencyLevels)[number];
