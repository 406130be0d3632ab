import { Readable } from 'node:stream';

/** What is shorter is sent at once, with its length. In characters. */
const maxHeld = 262_144;

/**
 * Begins a text that is made piece by piece, before anything of its answer is sent: what fails until then still gets an
 * answer of its own.
 * @returns the whole text where it is short, and else a stream of it that makes each piece when the client can take it
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
