import { expect, test } from 'vitest';
import { isCopiedTo } from './clipboard';

const clipboard = (write: (text: string) => Promise<void>) =>
  Object.assign(new EventTarget(), { writeText: write }) as Clipboard;

test('a text is copied where the browser lets us', async () => {
  const texts: string[] = [];
  const isCopied = await isCopiedTo(
    clipboard((text) => Promise.resolve(void texts.push(text))),
    'an id',
  );
  expect([isCopied, texts]).toEqual([true, ['an id']]);
});

test('a browser that refuses, or has no clipboard because the page came without TLS, is no fault of the page', async () => {
  expect(await isCopiedTo(undefined, 'an id')).toBe(false);
  const refused = clipboard(() => Promise.reject(new Error('NotAllowedError')));
  expect(await isCopiedTo(refused, 'an id')).toBe(false);
});
