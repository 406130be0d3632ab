import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { SettingProblem, type Setting } from '@rollcall/service-kit';

const nonceBytes = 12;
const tagBytes = 16;
const leastKeyCharacters = 32;
const info = 'rollcall endpoint secret';

/**
 * Keeps secrets that are needed again, to sign with: AES-256-GCM, under a key that the database does not have. Bound to what it is the
 * secret of, so that it can be put nowhere else.
 */
export class SecretBox {
  private readonly keys: readonly { readonly id: string; readonly key: Buffer }[];

  /**
   * @param keys the first seals; all open, while one replaces the other
   * @throws Error where one has fewer than 32 characters
   */
  constructor(keys: readonly string[]) {
    if (keys.length === 0 || keys.some((text) => text.length < leastKeyCharacters))
      throw new Error(`must have at least ${leastKeyCharacters} characters`);
    this.keys = keys.map((text) => {
      const key = Buffer.from(hkdfSync('sha256', text, '', info, 32));
      return { id: createHash('sha256').update(key).digest('base64url').slice(0, 8), key };
    });
  }

  /** @param of what the secret belongs to, such as the ids of account and endpoint */
  seal(secret: string, of: string): string {
    const [first] = this.keys;
    if (!first) throw new Error('there is no key');
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', first.key, nonce).setAAD(Buffer.from(of));
    const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${first.id}.${sealed.toString('base64url')}`;
  }

  /** Whether there is a former key: what it sealed is to be sealed anew. */
  get hasFormerKey(): boolean {
    return this.keys.length > 1;
  }

  /** Whether it was sealed with the first key. */
  isCurrent(sealed: string): boolean {
    return sealed.split('.')[0] === this.keys[0]?.id;
  }

  /** @throws Error where it was sealed with another key, belongs to something else, or was changed */
  open(sealed: string, of: string): string {
    const [id, text = ''] = sealed.split('.');
    const found = this.keys.find((each) => each.id === id);
    if (!found) throw new Error('a secret was sealed with a key that is not set any more');
    const bytes = Buffer.from(text, 'base64url');
    const nonce = bytes.subarray(0, nonceBytes);
    const decipher = createDecipheriv('aes-256-gcm', found.key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(of)).setAuthTag(bytes.subarray(-tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]).toString('utf8');
  }

  /** Those of several that can be opened. */
  openAll(sealed: readonly string[], of: string): string[] {
    return sealed.flatMap((each) => {
      try {
        return [this.open(each, of)];
      } catch {
        return [];
      }
    });
  }

  /** The same secret, sealed with the first key; undefined where it is so already, and where no key opens it. */
  resealed(sealed: string, of: string): string | undefined {
    const [secret] = this.isCurrent(sealed) ? [] : this.openAll([sealed], of);
    return secret === undefined ? undefined : this.seal(secret, of);
  }
}

/** Setting: the key of a `SecretBox`; two, separated by a comma, while the first replaces the second. */
export function secretBox(variable: string): Setting<SecretBox | undefined> {
  return {
    variable,
    read(value) {
      if (value === undefined) return undefined;
      try {
        return new SecretBox(value.split(',').flatMap((key) => key.trim() || []));
      } catch (error) {
        throw new SettingProblem(error instanceof Error ? error.message : 'is no key');
      }
    },
  };
}
