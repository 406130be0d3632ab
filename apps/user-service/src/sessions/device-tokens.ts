import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** As browsers keep the cookie: half a year. */
const validMs = 180 * 86_400_000;
const nonceBytes = 16;
const timeBytes = 6;
const macBytes = 32;

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

  /** @param person what the token is about; without it, nobody can tell from the token who it was */
  async issue(person: Buffer): Promise<string> {
    const body = Buffer.concat([randomBytes(nonceBytes), timeOf(this.now())]);
    return Buffer.concat([body, await this.mac(body, person)]).toString('base64url');
  }

  /** The device's name, for its failures; undefined for a token of another person, a false or an old one. */
  async read(token: string | undefined, person: Buffer): Promise<string | undefined> {
    const bytes = Buffer.from(token ?? '', 'base64url');
    if (bytes.length !== nonceBytes + timeBytes + macBytes) return undefined;
    const body = bytes.subarray(0, nonceBytes + timeBytes);
    if (!timingSafeEqual(await this.mac(body, person), bytes.subarray(body.length))) return undefined;
    const age = this.now() - body.readUIntBE(nonceBytes, timeBytes);
    return age < validMs ? `device ${body.toString('hex', 0, nonceBytes)}` : undefined;
  }

  private async mac(body: Buffer, person: Buffer): Promise<Buffer> {
    this.key ??= this.readKey();
    const key = await this.key.catch((error: unknown) => {
      this.key = undefined; // the next one asks again
      throw error;
    });
    return createHmac('sha256', key).update(person).update(body).digest();
  }
}

function timeOf(ms: number): Buffer {
  const bytes = Buffer.alloc(timeBytes);
  bytes.writeUIntBE(ms, 0, timeBytes);
  return bytes;
}
