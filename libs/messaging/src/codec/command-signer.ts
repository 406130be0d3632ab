import type { OutgoingRecord } from '../ports/event-publisher.js';
import {
  callerHeader,
  signatureHeader,
  signatureOf,
  signingKeyOf,
  type SignedParts,
  type SigningKey,
} from './command-signature.js';
import { replayerHeader, replayIdHeader, replayProofHeader, replayProofOf } from './replay-proof.js';

/** Signs commands in a caller's name. */
export class CommandSigner {
  private readonly key: SigningKey;

  constructor(
    readonly caller: string,
    secret: string,
  ) {
    this.key = signingKeyOf(secret);
  }

  /** The record with who sent it, and the proof. */
  signed(record: OutgoingRecord): OutgoingRecord {
    const headers: Record<string, string> = { ...record.headers, [callerHeader]: this.caller };
    headers[signatureHeader] = signatureOf({ ...record, headers, value: record.value ?? '' }, this.key);
    return { ...record, headers };
  }

  /** The headers that put a signed command back under this id: see `CommandSenders`. None where it is not signed. */
  replay({ topic, key, headers }: Omit<SignedParts, 'value'>, id: string): Readonly<Record<string, string>> {
    if (headers[signatureHeader] === undefined) return {};
    const more = { [replayerHeader]: this.caller, [replayIdHeader]: id };
    return { ...more, [replayProofHeader]: replayProofOf({ topic, key, headers: { ...headers, ...more } }, this.key) };
  }
}
