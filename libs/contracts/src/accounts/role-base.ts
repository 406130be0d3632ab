/** What a custom role may be based on: never on admin. */
export const roleBases = ['member', 'viewer', 'guest'] as const;
export type RoleBase = (typeof roleBases)[number];
