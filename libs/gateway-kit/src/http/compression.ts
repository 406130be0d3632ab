import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type ContentCoding = 'br' | 'gzip';

/** Shorter answers fit into a packet or two anyway. */
const shortest = 1_400;

/** Of an answer that is made once and read once: more effort costs more time than it saves on the way. */
const brotliEffort = 4;

const compressors: Readonly<Record<ContentCoding, (text: Buffer) => Promise<Buffer>>> = {
  br: (text) =>
    promisify(brotliCompress)(text, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: brotliEffort,
        [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
      },
    }),
  gzip: promisify<Buffer, Buffer>(gzip),
};

/**
 * The coding in which a client takes an answer (RFC 9110 §12.5.3): brotli before gzip where it wants both as much. Undefined where it
 * wants none, or names none of both.
 */
export function codingFor(acceptEncoding: string | undefined): ContentCoding | undefined {
  const weights = new Map((acceptEncoding ?? '').split(',').map(weightOf));
  const weight = (coding: string) => weights.get(coding) ?? weights.get('*') ?? 0;
  const [br, gzipped] = [weight('br'), weight('gzip')];
  if (Math.max(br, gzipped) === 0 || Math.max(br, gzipped) < (weights.get('identity') ?? 0)) return undefined;
  return br >= gzipped ? 'br' : 'gzip';
}

/** A coding with its weight; what cannot be read has the weight 0. */
function weightOf(part: string): [coding: string, weight: number] {
  const [coding = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase());
  const said = parameters.find((each) => each.startsWith('q='));
  if (said === undefined) return [coding, 1];
  return [coding, /^q=(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(said) ? Number(said.slice(2)) : 0];
}

/**
 * Compresses a text in another thread, where that is worth it. Only for answers that hold no secret: what stands beside a secret in a
 * compressed answer tells its length, and so the secret (BREACH).
 * @returns undefined where the text goes as it is
 */
export async function compressed(text: string, coding: ContentCoding | undefined): Promise<Buffer | undefined> {
  if (coding === undefined || text.length < shortest) return undefined;
  return compressors[coding](Buffer.from(text));
}
