import { Readable } from 'node:stream';

/** Shorter texts are sent at once, with `Content-Length`. In characters. */
const maxHeld = 262_144;

/**
 * Starts generating a text before any of the answer is sent, so that an error until then can still become an answer of
 * its own.
 * @returns a short text as a whole, and a longer one as a stream that generates each piece when the client can take it
 */
export async function startText(text: AsyncGenerator<string>): Promise<string | Readable> {
  const pieces: string[] = [];
  let size = 0;
  for (let piece = await text.next(); !piece.done; piece = await text.next()) {
    pieces.push(piece.value);
    size += piece.value.length;
    if (size > maxHeld) return Readable.from(after(pieces, text), { objectMode: true, highWaterMark: 1 });
  }
  return pieces.join('');
}

async function* after(pieces: readonly string[], rest: AsyncGenerator<string>): AsyncGenerator<Buffer> {
  yield Buffer.from(pieces.join(''));
  for await (const piece of rest) yield Buffer.from(piece);
}
