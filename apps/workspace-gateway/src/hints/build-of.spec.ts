import { expect, test } from 'vitest';
import type { ConsoleFiles } from '../console/console-files.js';
import { buildOf } from './build-of.js';

const consoleOf = (etag: string): ConsoleFiles =>
  new Map([['index.html', { type: 'text/html', etag, isImmutable: false, plain: Buffer.from('') }]]);

test('another API or another console is another build; the same ones are the same', () => {
  const build = buildOf({ paths: ['/a'] }, consoleOf('one'));
  expect(buildOf({ paths: ['/a'] }, consoleOf('one'))).toBe(build);
  expect(buildOf({ paths: ['/b'] }, consoleOf('one'))).not.toBe(build);
  expect(buildOf({ paths: ['/a'] }, consoleOf('two'))).not.toBe(build);
  expect(buildOf({ paths: ['/a'] }, new Map())).not.toBe(build);
});
