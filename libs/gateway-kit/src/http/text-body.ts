import { Readable } from 'node:stream';

/** Shorter texts are sent at once, with `Content-Length`. In characters. */
const maxHeld = 262_144;

export interface StartTextOptions {
  /** A text that takes longer than this to generate is sent as a stream from then on, in milliseconds. Default: no limit. */
  readonly streamAfterMs?: number;
}

/**
 * Starts generating a text before any of the answer is sent, so that an error until then can still become an answer of
 * its own.
 * @returns a short text as a whole, and a longer one as a stream that generates each piece when the client can take it
 */
export async function startText(
  text: AsyncGenerator<string>,
  { streamAfterMs = Infinity }: StartTextOptions = {},
): Promise<string | Readable> {
  const until = performance.now() + streamAfterMs;
  const pieces: string[] = [];
  let size = 0;
  for (let piece = await text.next(); !piece.done; piece = await text.next()) {
    pieces.push(piece.value);
    size += piece.value.length;
    if (size > maxHeld || performance.now() > until)
      return Readable.from(after(pieces, text), { objectMode: true, highWaterMark: 1 });
  }
  return pieces.join('');
}

async function* after(pieces: readonly string[], rest: AsyncGenerator<string>): AsyncGenerator<Buffer> {
  yield Buffer.from(pieces.join(''));
  for await (const piece of rest) yield Buffer.from(piece);
}
