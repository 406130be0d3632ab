import { createHmac } from 'node:crypto';
import {
  callerHeader,
  isSameSignature,
  signatureHeader,
  type SignedParts,
  type SigningKey,
} from './command-signature.js';

/** Who put a command back, as the credential is named at the services. */
export const replayerHeader = 'rollcall_replayer';
/** The id under which it is handled where its own is too old. */
export const replayIdHeader = 'rollcall_replayid';
/** The proof of both. */
export const replayProofHeader = 'rollcall_replayproof';

/** All of them: who puts a command back once more leaves out those of before. */
export const replayHeaders = [replayerHeader, replayIdHeader, replayProofHeader] as const;

type Signed = Pick<SignedParts, 'topic' | 'key' | 'headers'>;

/**
 * HMAC-SHA-256 over the command's own proof, which covers all that it says, and who puts it back under which id. The first text keeps
 * it apart from the proof of a command.
 */
export function replayProofOf({ topic, key, headers }: Signed, signingKey: SigningKey): string {
  const names = [callerHeader, 'ce_id', signatureHeader, replayerHeader, replayIdHeader];
  const said = JSON.stringify(['replay', topic, key, ...names.map((name) => headers[name] ?? null)]);
  return createHmac('sha256', signingKey).update(said).digest('base64url');
}

/** Whether the owner of the key has put the command back under the id that stands beside it. */
export function isReplayProvedBy(parts: Signed, signingKey: SigningKey): boolean {
  return isSameSignature(parts.headers[replayProofHeader] ?? '', replayProofOf(parts, signingKey));
}
