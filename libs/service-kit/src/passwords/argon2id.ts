/**
 * argon2id as OWASP recommends (19 MiB, two passes, one lane): about ten milliseconds of one core, and 19 MiB while it
 * runs. Hashing and comparing use the same parameters, so that a sign-in takes the same time for an unknown user as for
 * a known one.
 */
export const argon2id = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
