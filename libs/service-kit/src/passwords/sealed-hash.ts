import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';

/**
 * Password hashes on their way to user-service, which alone can read them: not the gateways, nor who reads topics and dead letters
 * (ADR 0038). As in HPKE's base mode (RFC 9180): a key pair for this message only (X25519), HKDF-SHA-256, AES-256-GCM. The account
 * is authenticated with it.
 */
const prefix = '$sealed$';
const publicBytes = 32;
const tagBytes = 16;
const info = 'rollcall password hash';

/** The fixed part of an X25519 private key in PKCS #8 (RFC 8410). */
const pkcs8 = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** @throws Error where the text is no key, without repeating it */
function publicKeyOf(text: string): KeyObject {
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: text }, format: 'jwk' });
  } catch {
    throw new Error('is no X25519 public key: 32 bytes in base64url');
  }
}

/** @throws Error where the text is no key, without repeating it */
function privateKeyOf(text: string): KeyObject {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== publicBytes) throw new Error('is no X25519 private key: 32 bytes in base64url');
  return createPrivateKey({ key: Buffer.concat([pkcs8, bytes]), format: 'der', type: 'pkcs8' });
}

const rawPublic = (key: KeyObject): Buffer => Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');

/** The public key of a private one, both as settings hold them. */
export function sealingKeyOf(privateKey: string): string {
  return rawPublic(createPublicKey(privateKeyOf(privateKey))).toString('base64url');
}

const idOf = (recipient: Buffer) => createHash('sha256').update(recipient).digest('base64url').slice(0, 8);

function secretsOf(shared: Buffer, ephemeral: Buffer, recipient: Buffer) {
  const derived = Buffer.from(hkdfSync('sha256', shared, Buffer.concat([ephemeral, recipient]), info, 44));
  return { key: derived.subarray(0, 32), nonce: derived.subarray(32) };
}

/** Whether a text is a sealed hash. */
export const isSealed = (text: string): boolean => text.startsWith(prefix);

/** Seals hashes for user-service, whose public key it has. */
export class HashSealer {
  private readonly recipient: KeyObject;
  private readonly recipientBytes: Buffer;
  private readonly id: string;

  /** @throws Error where it is no public key */
  constructor(publicKey: string) {
    this.recipient = publicKeyOf(publicKey);
    this.recipientBytes = rawPublic(this.recipient);
    this.id = idOf(this.recipientBytes);
  }

  seal(hash: string, accountId: string): string {
    const { publicKey, privateKey } = generateKeyPairSync('x25519');
    const ephemeral = rawPublic(publicKey);
    const shared = diffieHellman({ privateKey, publicKey: this.recipient });
    const { key, nonce } = secretsOf(shared, ephemeral, this.recipientBytes);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(accountId));
    const sealed = Buffer.concat([ephemeral, cipher.update(hash, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${prefix}${this.id}$${sealed.toString('base64url')}`;
  }

  /** The payload of a command, with its password hashes sealed. */
  sealIn<Payload extends object>(payload: Payload, accountId: string): Payload {
    return withHashes(payload, (hash) => (isSealed(hash) ? hash : this.seal(hash, accountId)));
  }
}

/** Opens what was sealed: user-service has one private key, or two while they change. */
export class HashOpener {
  private readonly keys: ReadonlyMap<string, { readonly own: KeyObject; readonly bytes: Buffer }>;

  /** @throws Error where one is no private key */
  constructor(privateKeys: readonly string[]) {
    this.keys = new Map(
      privateKeys.map((text) => {
        const own = privateKeyOf(text);
        const bytes = rawPublic(createPublicKey(own));
        return [idOf(bytes), { own, bytes }];
      }),
    );
  }

  /** @throws Error where it was sealed for another key or account, or changed on its way */
  open(sealed: string, accountId: string): string {
    const [id = '', text = ''] = sealed.slice(prefix.length).split('$');
    const recipient = this.keys.get(id);
    if (!recipient) throw new Error('a password hash was sealed for another key than PASSWORD_PRIVATE_KEY');
    const bytes = Buffer.from(text, 'base64url');
    const ephemeral = bytes.subarray(0, publicBytes);
    const publicKey = publicKeyOf(ephemeral.toString('base64url'));
    const shared = diffieHellman({ privateKey: recipient.own, publicKey });
    const { key, nonce } = secretsOf(shared, ephemeral, recipient.bytes);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(accountId)).setAuthTag(bytes.subarray(-tagBytes));
    const opened = decipher.update(bytes.subarray(publicBytes, -tagBytes));
    return Buffer.concat([opened, decipher.final()]).toString('utf8');
  }

  /** The payload of a command, with its password hashes as they are stored. One that was not sealed stays as it is. */
  openIn<Payload extends object>(payload: Payload, accountId: string): Payload {
    return withHashes(payload, (hash) => (isSealed(hash) ? this.open(hash, accountId) : hash));
  }
}

/** The same payload, or a copy where a hash in it, or in an object of it, is another one. */
function withHashes<Payload extends object>(payload: Payload, changed: (hash: string) => string): Payload {
  let copy: Record<string, unknown> | undefined;
  for (const [name, value] of Object.entries(payload)) {
    const next = name === 'passwordHash' && typeof value === 'string' ? changed(value) : withinObject(value, changed);
    if (next !== value) (copy ??= cloned(payload))[name] = next;
  }
  return (copy ?? payload) as Payload; // the same properties
}

function withinObject(value: unknown, changed: (hash: string) => string): unknown {
  if (typeof value !== 'object' || value === null || !('passwordHash' in value)) return value;
  const { passwordHash } = value;
  return typeof passwordHash === 'string' ? { ...value, passwordHash: changed(passwordHash) } : value;
}

function cloned(payload: object): Record<string, unknown> {
  const empty = Object.create(Object.getPrototypeOf(payload) as object) as Record<string, unknown>;
  return Object.assign(empty, payload);
}
