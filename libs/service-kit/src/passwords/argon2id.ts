/**
 * argon2id as OWASP asks (19 MiB, two passes, one lane): about ten milliseconds of one core, and 19 MiB while it runs.
 * Whoever hashes passwords does so, and whoever compares them: then somebody unknown costs the same time as somebody
 * known.
 */
export const argon2id = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
