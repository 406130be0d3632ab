import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { bodyOfDeviceToken, signedDeviceToken, TokenSigner } from '@rollcall/contracts';

/** As browsers keep the cookie: half a year. */
const validMs = 180 * 86_400_000;
const nonceBytes = 16;
const timeBytes = 6;
const macBytes = 32;

/** The key that session tokens, and what gateways see of device tokens, are signed with: the same in every instance. */
export const signingKeyFrom = (deviceKey: string): string =>
  createHmac('sha256', deviceKey).update('session tokens').digest('base64url');

/**
 * Tokens that a browser gets at its first sign-in of a person, and keeps. They let nobody in: they only say that this
 * browser has signed this person in before, so that what strangers fail at does not count against it.
 */
export class DeviceTokens {
  private key: Promise<string> | undefined;

  /** @param readKey reads the key that all instances share */
  constructor(
    private readonly readKey: () => Promise<string>,
    private readonly now: () => number = Date.now,
  ) {}

  /** @param person what the token is about; without it, the token does not say who it was */
  async issue(person: Buffer): Promise<string> {
    const body = Buffer.concat([randomBytes(nonceBytes), timeOf(this.now())]);
    const token = Buffer.concat([body, await this.mac(body, person)]).toString('base64url');
    return signedDeviceToken(token, new TokenSigner([await this.signingKey()]));
  }

  /** The key of session tokens. It is read once: the key that it comes from never changes. */
  async signingKey(): Promise<string> {
    return signingKeyFrom(await this.deviceKey());
  }

  /** Whether gateways know it by its signature; those of older versions have none. */
  isSigned(token: string | undefined): boolean {
    return token !== undefined && token !== bodyOfDeviceToken(token);
  }

  /** The device's name, for its failures; undefined for a token of another person, a false or an old one. */
  async read(token: string | undefined, person: Buffer): Promise<string | undefined> {
    const bytes = Buffer.from(bodyOfDeviceToken(token ?? ''), 'base64url');
    if (bytes.length !== nonceBytes + timeBytes + macBytes) return undefined;
    const body = bytes.subarray(0, nonceBytes + timeBytes);
    if (!timingSafeEqual(await this.mac(body, person), bytes.subarray(body.length))) return undefined;
    const age = this.now() - body.readUIntBE(nonceBytes, timeBytes);
    return age < validMs ? `device ${body.toString('hex', 0, nonceBytes)}` : undefined;
  }

  private async mac(body: Buffer, person: Buffer): Promise<Buffer> {
    return createHmac('sha256', await this.deviceKey())
      .update(person)
      .update(body)
      .digest();
  }

  private deviceKey(): Promise<string> {
    this.key ??= this.readKey().catch((error: unknown) => {
      this.key = undefined; // the next one asks again
      throw error;
    });
    return this.key;
  }
}

function timeOf(ms: number): Buffer {
  const bytes = Buffer.alloc(timeBytes);
  bytes.writeUIntBE(ms, 0, timeBytes);
  return bytes;
}
