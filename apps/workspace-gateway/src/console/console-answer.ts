import type { ConsoleFile, ConsoleFiles } from './console-files.js';

/** An answer to a browser that asks for the console. */
export interface ConsoleAnswer {
  readonly status: 200 | 304;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/**
 * What a page of the console may do: load what is served here, ask this origin, and make nothing of text that a script has put
 * together (Trusted Types).
 */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const pageHeaders = {
  'content-security-policy': pagePolicy,
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
};

/**
 * Answers a GET below `/console/`. Every address that is no file is a place in the console and gets its page, but for `assets/`,
 * where only files are.
 * @param path from `/console/`, without the query
 * @returns undefined where nothing is served
 */
export function answerConsole(
  files: ConsoleFiles,
  path: string,
  headers: { readonly 'if-none-match'?: string | undefined; readonly 'accept-encoding'?: string | undefined },
): ConsoleAnswer | undefined {
  const file = files.get(path) ?? (path.startsWith('assets/') ? undefined : files.get('index.html'));
  if (!file) return undefined;
  const { encoding, body } = encodedFor(file, headers['accept-encoding']);
  const etag = `"${file.etag}${encoding ? `-${encoding}` : ''}"`;
  const answered = {
    etag,
    vary: 'accept-encoding',
    'cache-control': file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    'cross-origin-resource-policy': 'same-origin',
    ...(file.type.startsWith('text/html') ? pageHeaders : {}),
  };
  if (headers['if-none-match']?.split(',').some((each) => each.trim() === etag))
    return { status: 304, headers: answered };
  return {
    status: 200,
    headers: { ...answered, 'content-type': file.type, ...(encoding ? { 'content-encoding': encoding } : {}) },
    body,
  };
}

/** The smallest form that the client takes (RFC 9110 §12.5.3); a coding with `q=0` is refused. */
function encodedFor(file: ConsoleFile, accepted = ''): { encoding?: 'br' | 'gzip'; body: Buffer } {
  const taken = new Set(
    accepted
      .toLowerCase()
      .split(',')
      .map((each) => each.replaceAll(' ', ''))
      .filter((each) => !/;q=0(?:\.0*)?$/.test(each))
      .map((each) => each.replace(/;.*/, '')),
  );
  if (file.br && taken.has('br')) return { encoding: 'br', body: file.br };
  if (file.gzip && taken.has('gzip')) return { encoding: 'gzip', body: file.gzip };
  return { body: file.plain };
}
