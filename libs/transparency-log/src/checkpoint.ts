import { decodeBase64 } from './base64.js';
import { hashLength } from './hashes.js';
import type { NoteSigner, NoteVerifier } from './note-keys.js';
import type { TreeHead } from './proofs.js';
import { NoteRefused, openNote, signNote } from './signed-note.js';

/** What a log says of itself, once signed (c2sp.org/tlog-checkpoint). */
export interface Checkpoint extends TreeHead {
  /** Which log this is: best a URL without its scheme, and the name of the log's key. */
  readonly origin: string;
}

/** Signs a checkpoint. Its writer sees to it that all that were signed before are consistent with it. */
export function signCheckpoint({ origin, size, root }: Checkpoint, signers: readonly NoteSigner[]): string {
  return signNote(`${origin}\n${size}\n${root.toString('base64')}\n`, signers);
}

/**
 * The checkpoint of a log, verified. Extension lines are passed over.
 * @throws NoteRefused where no known key signed it, it is malformed, or of another log
 */
export function openCheckpoint(note: string, origin: string, known: readonly NoteVerifier[]): Checkpoint {
  const [said, size = '', encoded = ''] = openNote(note, known).text.split('\n');
  if (said !== origin) throw new NoteRefused(`This is a checkpoint of ${said}, not of ${origin}.`);
  const root = decodeBase64(encoded);
  if (!/^(?:0|[1-9]\d*)$/.test(size) || !Number.isSafeInteger(Number(size)) || root?.length !== hashLength)
    throw new NoteRefused('This is no checkpoint: its second line is a size, its third a hash in base64.');
  return { origin, size: Number(size), root };
}
