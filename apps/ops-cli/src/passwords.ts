import { hash } from '@node-rs/argon2';
import { argon2id } from '@rollcall/service-kit';

/** A password's argon2id hash in PHC form: the password itself never leaves this process. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, argon2id);
}
