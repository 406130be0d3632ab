import { decodeBase64 } from './base64.js';
import { isKeyName, type NoteSigner, type NoteVerifier } from './note-keys.js';

/** A note of which at least one signature was verified. */
export interface OpenedNote {
  readonly text: string;
  /** The known keys that signed it, in the order of their signatures. */
  readonly signedBy: readonly NoteVerifier[];
}

/** A note that is malformed, or not signed by a known key, or wrongly by one. */
export class NoteRefused extends Error {
  override readonly name = 'NoteRefused';
}

interface SignatureLine {
  readonly name: string;
  readonly keyId: number;
  readonly signature: Buffer;
}

/** Nobody spends more time on a note than this (c2sp.org/signed-note asks for 16 at least). */
const maxSignatures = 100;

/**
 * A text with its signatures (c2sp.org/signed-note, Format).
 * @param text ends in a newline
 * @throws NoteRefused for a text that no note can have
 */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  if (!isNoteText(text) || !text.endsWith('\n'))
    throw new NoteRefused('A note ends in a newline, and has no other control characters.');
  const lines = signers.map((signer) => {
    const id = Buffer.alloc(4);
    id.writeUInt32BE(signer.verifier.keyId);
    return `— ${signer.verifier.name} ${Buffer.concat([id, signer.sign(text)]).toString('base64')}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

/**
 * The text of a note, verified: signatures of unknown keys are passed over, one of a known key that is wrong refuses the whole
 * (c2sp.org/signed-note, Signatures).
 * @throws NoteRefused
 */
export function openNote(note: string, known: readonly NoteVerifier[]): OpenedNote {
  const { text, signatures } = parseNote(note);
  const signedBy: NoteVerifier[] = [];
  for (const { name, keyId, signature } of signatures) {
    const verifier = known.find((key) => key.name === name && key.keyId === keyId);
    if (!verifier || signedBy.includes(verifier)) continue;
    if (!verifier.verifies(text, signature))
      throw new NoteRefused(`The signature of ${verifier.verifierKey} is not one of this text.`);
    signedBy.push(verifier);
  }
  if (signedBy.length === 0) throw new NoteRefused(`No known key signed this: ${namesOf(signatures)}.`);
  return { text, signedBy };
}

function parseNote(note: string): { text: string; signatures: SignatureLine[] } {
  const split = note.lastIndexOf('\n\n');
  if (!isNoteText(note) || split < 0 || !note.endsWith('\n')) throw new NoteRefused('This is no signed note.');
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > maxSignatures) throw new NoteRefused(`A note has ${maxSignatures} signatures at most.`);
  return { text: note.slice(0, split + 1), signatures: lines.map(parseSignature) };
}

function parseSignature(line: string): SignatureLine {
  const [, name = '', encoded = ''] = /^— ([^ ]+) (.+)$/u.exec(line) ?? [];
  const bytes = decodeBase64(encoded);
  if (!isKeyName(name) || !bytes || bytes.length < 5) throw new NoteRefused(`"${line}" is no signature of a note.`);
  return { name, keyId: bytes.readUInt32BE(), signature: bytes.subarray(4) };
}

/** Valid Unicode without control characters but newlines. */
function isNoteText(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- exactly those that the specification excludes
  return text.isWellFormed() && !/[\u0000-\u0009\u000b-\u001f]/.test(text);
}

function namesOf(signatures: readonly SignatureLine[]): string {
  return signatures.map(({ name, keyId }) => `${name}+${keyId.toString(16).padStart(8, '0')}`).join(', ');
}
