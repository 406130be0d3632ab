import type { SecretBox } from './secret-box.js';

/** The sealed secrets of an endpoint: the present one, and the former one while it signs too. */
export interface SealedSecrets {
  readonly secret: string | null;
  readonly old_secret: string | null;
}

/** What signs: the secret, and the former one until it ends; nothing where they were sealed with a key that is not set any more. */
export function signingSecrets(
  box: SecretBox,
  { secret, old_secret, old_secret_ends_at }: SealedSecrets & { readonly old_secret_ends_at: Date | null },
  owner: string,
): string[] {
  const isOldGood = old_secret_ends_at !== null && old_secret_ends_at.getTime() > Date.now();
  const sealed = [secret, isOldGood ? old_secret : null].filter((each) => each !== null);
  return box.openAll(sealed, owner);
}

/** A sealed secret, the column that it stands in, and the same sealed with the present key. */
export interface Resealed {
  readonly column: 'secret' | 'old_secret';
  readonly sealed: string;
  readonly next: string;
}

/**
 * Seals secrets with the present key that were sealed with the former one. What neither key opens stays as it is: an admin gives such an
 * endpoint a new secret.
 * @param replace writes one, where what is kept is still `sealed`
 */
export async function resealAll<Endpoint extends SealedSecrets>(
  box: SecretBox,
  endpoints: readonly Endpoint[],
  ownerOf: (endpoint: Endpoint) => string,
  replace: (endpoint: Endpoint, resealed: Resealed) => Promise<void>,
): Promise<void> {
  for (const endpoint of endpoints)
    for (const column of ['secret', 'old_secret'] as const) {
      const sealed = endpoint[column];
      const next = sealed === null ? undefined : box.resealed(sealed, ownerOf(endpoint));
      if (sealed !== null && next !== undefined) await replace(endpoint, { column, sealed, next });
    }
}
