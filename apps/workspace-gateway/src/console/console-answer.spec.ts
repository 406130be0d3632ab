import { expect, test } from 'vitest';
import { answerConsole } from './console-answer.js';
import type { ConsoleFile, ConsoleFiles } from './console-files.js';

const page: ConsoleFile = {
  type: 'text/html; charset=utf-8',
  etag: 'page',
  isImmutable: false,
  plain: Buffer.from('<!doctype html>'),
  br: Buffer.from('br'),
  gzip: Buffer.from('gz'),
};
const script: ConsoleFile = { ...page, type: 'text/javascript; charset=utf-8', etag: 'script', isImmutable: true };
const files: ConsoleFiles = new Map([
  ['index.html', page],
  ['assets/index-1.js', script],
]);

test('every address that is no file is a place in the console', () => {
  expect(answerConsole(files, 'people/1234', {})?.headers['content-type']).toBe('text/html; charset=utf-8');
});

test('an asset that is not there is nothing, and never the page', () => {
  expect(answerConsole(files, 'assets/index-2.js', {})).toBeUndefined();
});

test.each([
  ['br, gzip', 'br'],
  ['gzip, deflate', 'gzip'],
  ['br;q=0, gzip;q=0.5', 'gzip'],
  ['br;q=0.0', undefined],
  [undefined, undefined],
])('who takes %s gets %s', (accepted, encoding) => {
  expect(answerConsole(files, '', { 'accept-encoding': accepted })?.headers['content-encoding']).toBe(encoding);
});

test('who has the same form of a file is sent none of it', () => {
  const first = answerConsole(files, '', { 'accept-encoding': 'br' });
  const again = { 'accept-encoding': 'br', 'if-none-match': `"other", ${first?.headers.etag}` };
  expect(answerConsole(files, '', again)).toMatchObject({ status: 304 });
  expect(answerConsole(files, '', { 'if-none-match': first?.headers.etag })).toMatchObject({ status: 200 });
});

test('what has a digest in its name is kept for ever, the page is asked for each time', () => {
  expect(answerConsole(files, 'assets/index-1.js', {})?.headers['cache-control']).toBe(
    'public, max-age=31536000, immutable',
  );
  expect(answerConsole(files, '', {})?.headers['cache-control']).toBe('no-cache');
});
