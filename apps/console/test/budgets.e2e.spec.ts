import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

// What a browser that was never here loads before it shows a page, by the manifest of the build.
const dist = join(import.meta.dirname, '../dist');
const kB = 1_000;
const limits = { js: { gz: 230, br: 195 }, css: 15, font: 50, html: 2, requests: 12, route: 40 };
/** Who reads another language than English loads its texts besides. */
const ofOtherTexts = { js: { gz: 230, br: 200 }, requests: 13 };

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly isDynamicEntry?: boolean;
}

const html = readFileSync(join(dist, 'index.html'), 'utf8');
const chunks = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;
const files = (pattern: RegExp) => [...html.matchAll(pattern)].map(([, file = '']) => file);
const scripts = files(/src="\/console\/([^"]+)"/g);
const styles = files(/rel="stylesheet"[^>]*href="\/console\/([^"]+)"/g);
const fonts = new Set(
  styles.flatMap((file) =>
    [...readFileSync(join(dist, file), 'utf8').matchAll(/url\(([^)]+\.woff2)\)/g)].map(([, url = '']) =>
      url.replaceAll('"', '').replace('/console/', ''),
    ),
  ),
);
/** Together, as they are served: what is tiny is not compressed. */
const sizeOf = (list: Iterable<string>, suffix = '') =>
  [...list].reduce((sum, file) => {
    const prepared = join(dist, file + suffix);
    return sum + readFileSync(existsSync(prepared) ? prepared : join(dist, file)).length;
  }, 0) / kB;

/** The files of a chunk and of all that it imports before it runs. */
function filesOf(name: string, known = new Set<string>()): Set<string> {
  const chunk = chunks[name];
  if (!chunk) throw new Error(`the manifest has no ${name}`);
  if (known.has(chunk.file)) return known;
  known.add(chunk.file);
  for (const imported of chunk.imports ?? []) filesOf(imported, known);
  return known;
}

const first = new Set(scripts);
for (const [name, { file }] of Object.entries(chunks)) {
  if (scripts.includes(file)) for (const each of filesOf(name)) first.add(each);
}
const pages = Object.keys(chunks).filter((name) => name.startsWith('src/pages/') && name.endsWith('-page.tsx'));

/** Pages that are loaded with the long sentences of the reader's language (`withSentences` of router.tsx). */
const routes = readFileSync(join(import.meta.dirname, '../src/router.tsx'), 'utf8');
const withSentences = new Set(
  [...routes.matchAll(/withSentences\(\(\) => import\('\.\/([^']+)'\)/g)].map(([, file = '']) => `src/${file}.tsx`),
);
const filesOfPage = (page: string, language: string) =>
  page === 'sign-in'
    ? []
    : [...filesOf(page), ...(withSentences.has(page) ? filesOf(`src/texts/${language}/sentences.ts`) : [])];

test('there is a file for each page', () => {
  expect(pages.length).toBeGreaterThan(15);
  expect(scripts.length).toBeGreaterThan(1);
  expect(pages).toEqual(expect.arrayContaining([...withSentences]));
  expect(withSentences.size).toBeGreaterThan(2);
});

test.each(['sign-in', ...pages])('the first load of %s keeps its budget', (page) => {
  const loaded = new Set([...first, ...filesOfPage(page, 'en')]);
  expect(sizeOf(loaded, '.gz')).toBeLessThanOrEqual(limits.js.gz);
  expect(sizeOf(loaded, '.br')).toBeLessThanOrEqual(limits.js.br);
  // The page, its icon, scripts, styles and fonts.
  expect(2 + loaded.size + styles.length + fonts.size).toBeLessThanOrEqual(limits.requests);
});

test.each(['sign-in', ...pages])('in German too: %s', (page) => {
  const loaded = new Set([...first, ...filesOf('src/texts/de.ts'), ...filesOfPage(page, 'de')]);
  expect(sizeOf(loaded, '.gz')).toBeLessThanOrEqual(ofOtherTexts.js.gz);
  expect(sizeOf(loaded, '.br')).toBeLessThanOrEqual(ofOtherTexts.js.br);
  expect(2 + loaded.size + styles.length + fonts.size).toBeLessThanOrEqual(ofOtherTexts.requests);
});

test('what is loaded later is small, and so are styles, the font and the page itself', () => {
  for (const [name, { file, isDynamicEntry }] of Object.entries(chunks)) {
    if (isDynamicEntry) expect(sizeOf([file], '.gz'), name).toBeLessThanOrEqual(limits.route);
  }
  expect(sizeOf(styles, '.gz')).toBeLessThanOrEqual(limits.css);
  expect(fonts.size).toBe(1);
  expect(sizeOf(fonts)).toBeLessThanOrEqual(limits.font);
  expect(sizeOf(['index.html'])).toBeLessThanOrEqual(limits.html);
});
