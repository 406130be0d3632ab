import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Writes a `.br` and a `.gz` beside what compresses well, so that the gateway compresses nothing. */
const compressed: Plugin = {
  name: 'compressed',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      for (const [fileName, output] of Object.entries(bundle)) {
        if (!/\.(?:js|css|html|svg)$/.test(fileName)) continue;
        const source = Buffer.from(output.type === 'chunk' ? output.code : output.source);
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
        this.emitFile({ type: 'asset', fileName: `${fileName}.br`, source: brotliCompressSync(source, quality) });
        this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: gzipSync(source, { level: 9 }) });
      }
    },
  },
};

/** Says the order of layers (`styles/layers.css`) before all rules: the bundle begins with whatever a page needs first. */
const layered: Plugin = {
  name: 'layered',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      for (const output of Object.values(bundle)) {
        if (output.type !== 'asset' || !output.fileName.endsWith('.css')) continue;
        output.source = `@layer base,parts,shell,pages;${Buffer.from(output.source).toString()}`;
      }
    },
  },
};

/**
 * Leaves out what would be in every first load and is not used: React Aria's texts in languages that the console does not have, and
 * the streams of the generated client.
 */
const unused: Plugin = {
  name: 'unused',
  load: (id) =>
    id.endsWith('/core/serverSentEvents.gen.ts')
      ? { code: "export const createSseClient = () => { throw new Error('streams are read by an EventSource') };" }
      : /react-(?:aria|stately).*\/intl\/(?!.*(?:en-US|de-DE))\S*[a-z]{2}-[A-Z]{2}\.mjs$/.test(id)
        ? { code: 'export default {};', moduleSideEffects: false }
        : null,
};

const repository = join(import.meta.dirname, '../..');
/** A test of a module's path within the repository: what the folder of a checkout is called (`/check/rollcall`) groups nothing. */
const within =
  (isMeant: (path: string) => boolean) =>
  (id: string): boolean =>
    isMeant(id.replace(repository, ''));

/** What only dialogs and menus need of React Aria, which pages do not load (`parts/loaded-later.ts`): not its fields. */
const isOfOverlays = (path: string): boolean =>
  /react-(?:aria|stately)|@internationalized|parts\/(?:modal|open-menu)/.test(path) &&
  !/check|radio|search|toggle|selectionind|sharedelement|hidden|focusscope|shadowtree|useslot/i.test(path);
const isShared = (path: string): boolean => !isOfOverlays(path) && /node_modules|src\/(?!pages\/people)/.test(path);
const isOfLongLists = (path: string): boolean => /virtual-core|react-virtual|long-list/.test(path);

/**
 * Few files for a page: what every page needs, what long lists need, what several pages need, and its own. A group takes what its
 * files import with them, but for what an earlier one has.
 */
const chunkGroups = [
  // With what the bundler itself needs at run time, which would be a file of 300 bytes.
  { name: 'libraries', tags: ['$initial' as const], test: /node_modules|rolldown\/runtime/, priority: 9 },
  { name: 'app', tags: ['$initial' as const], priority: 8 },
  { name: 'long-list', test: within(isOfLongLists), priority: 7 },
  { name: 'shared', test: within(isShared), minShareCount: 2, priority: 6 },
  { name: 'overlays', test: within(isOfOverlays), priority: 5 },
];

export default defineConfig({
  base: '/console/',
  plugins: [react(), unused, layered, compressed],
  build: {
    target: ['chrome125', 'firefox128', 'safari18'], // what has light-dark(), nesting and container queries
    assetsInlineLimit: 0, // the page's policy allows no data: in styles and scripts
    modulePreload: { polyfill: false },
    cssCodeSplit: false, // small, and the order of its layers is the same on every page
    manifest: true,
    rolldownOptions: { output: { codeSplitting: { groups: chunkGroups } } },
    chunkSizeWarningLimit: 800,
  },
  css: {
    modules: {
      // Names of today's class in front, and the same on every machine.
      generateScopedName: (name, file) =>
        `${name}_${createHash('sha256')
          .update(file.replace(import.meta.dirname, ''))
          .digest('base64url')
          .slice(0, 5)}`,
    },
  },
  server: {
    // `npm run dev -w apps/console` beside a stack of `npm start`.
    proxy: { '/api': process.env.WORKSPACE_URL ?? 'http://127.0.0.1:8090' },
  },
});
