import { createHash } from 'node:crypto';
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

export default defineConfig({
  base: '/console/',
  plugins: [react(), layered, compressed],
  build: {
    target: ['chrome125', 'firefox128', 'safari18'], // what has light-dark(), nesting and container queries
    assetsInlineLimit: 0, // the page's policy allows no data: in styles and scripts
    modulePreload: { polyfill: false },
    cssCodeSplit: false, // small, and the order of its layers is the same on every page
    manifest: true,
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
