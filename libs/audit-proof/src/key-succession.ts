import {
  MalformedNoteKey,
  NoteRefused,
  openNote,
  parseVerifierKey,
  signNote,
  type NoteSigner,
  type NoteVerifier,
} from '@rollcall/transparency-log';

/** The first line of a succession: no checkpoint begins so, and no signature of one can be taken for one of the other. */
const firstLine = 'rollcall.audit.key';

/** That a new key signs a log from now on: a note of three lines, signed by the key before it and by itself. */
export function signSuccession(origin: string, before: NoteSigner, next: NoteSigner): string {
  return signNote(`${firstLine}\n${origin}\n${next.verifier.verifierKey}\n`, [before, next]);
}

/**
 * The trusted keys, and those that followed them.
 * @param successions in their order; those that no trusted key signed are passed over
 */
export function followSuccessions(
  origin: string,
  trusted: readonly NoteVerifier[],
  successions: readonly string[],
): NoteVerifier[] {
  return successions.reduce<NoteVerifier[]>(
    (keys, note) => [...keys, ...successorIn(note, origin, keys)],
    [...trusted],
  );
}

/** The new key of a succession that a trusted key and it itself signed, as a list of at most one. */
function successorIn(note: string, origin: string, trusted: readonly NoteVerifier[]): NoteVerifier[] {
  const [first, of, verifierKey = ''] = note.split('\n');
  if (first !== firstLine || of !== origin) return [];
  try {
    const next = parseVerifierKey(verifierKey);
    const { signedBy } = openNote(note, [...trusted, next]);
    return signedBy.includes(next) && signedBy.length > 1 ? [next] : [];
  } catch (error) {
    if (error instanceof NoteRefused || error instanceof MalformedNoteKey) return [];
    throw error;
  }
}
