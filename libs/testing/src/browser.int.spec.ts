import { readdirSync, readFileSync } from 'node:fs';
import { cacheFolder } from '@rollcall/local-servers';
import { expect, test, vi } from 'vitest';
import { launchBrowser } from './browser.js';

/** The processes that this one has started. */
const children = () =>
  readdirSync('/proc/self/task').flatMap((thread) =>
    readFileSync(`/proc/self/task/${thread}/children`, 'utf8').split(' ').filter(Boolean),
  );

test.skipIf(process.platform !== 'linux' || process.env.CHROMIUM !== undefined)(
  'a browser starts where the machine has no NSS: that comes with its package',
  async () => {
    vi.stubEnv('NO_SYSTEM_NSS', 'yes');
    const before = new Set(children());
    const browser = await launchBrowser();
    try {
      const maps = children()
        .filter((pid) => !before.has(pid))
        .map((pid) => readFileSync(`/proc/${pid}/maps`, 'utf8'));
      const loaded = new Set(maps.join('\n').match(/\/\S*libnss3\.so/g));
      expect([...loaded]).toEqual([expect.stringContaining(cacheFolder())]);
    } finally {
      await browser.close();
      vi.unstubAllEnvs();
    }
  },
);
