import { Algorithm, hash } from '@node-rs/argon2';

/** argon2id as OWASP recommends it (19 MiB, two passes, one lane), in PHC form: the only form in which a password leaves. */
export function hashPassword(password: string): Promise<string> {
  const algorithm: Algorithm.Argon2id = 2; // a const enum: its name is not there at run time
  return hash(password, { algorithm, memoryCost: 19_456, timeCost: 2, parallelism: 1 });
}
