/**
 * What a token opens: SCIM for an identity provider, or the audit log for a program that reads it. The other door takes it for a token that
 * was never made.
 */
export const tokenPurposes = ['scim', 'audit'] as const;
export type TokenPurpose = (typeof tokenPurposes)[number];

/** Tokens, commands and questions of older versions say no purpose: they are about SCIM. */
export const purposeOf = ({ purpose = 'scim' }: { readonly purpose?: TokenPurpose | undefined }): TokenPurpose =>
  purpose;
