import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leaks } from './leaks.ts';

const secret = 'correct horse battery staple';

describe('the search for secrets in files', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rollcall-leaks-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('finds one that stands across two pieces of what is read, in a folder of a folder', async () => {
    const path = join(folder, 'topics', 'rollcall.user.events-0', '0.log');
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, `${'.'.repeat((1 << 20) - 5)}${secret}`);

    expect(await leaks(folder, ['another', secret])).toEqual([path]);
  });

  it('leaves out the file in which they belong', async () => {
    await writeFile(join(folder, 'secrets.json'), secret);

    expect(await leaks(folder, [secret])).toEqual([]);
  });

  it('goes on when a server takes files and folders away meanwhile', async () => {
    const kept = join(folder, 'a.log');
    await writeFile(kept, secret);
    const folders = Array.from({ length: 200 }, (_, at) => join(folder, `${1_000 + at}`));
    for (const folder of folders) {
      await mkdir(folder);
      await writeFile(join(folder, 'pg_internal.init'), 'x'.repeat(65_536));
    }

    const [found] = await Promise.all([
      leaks(folder, [secret]),
      ...folders.map((folder) => rm(folder, { recursive: true })),
    ]);

    expect(found).toEqual([kept]);
  });

  it('does not take a folder that was never there for one without secrets', async () => {
    await expect(leaks(join(folder, 'nowhere'), [secret])).rejects.toThrow('ENOENT');
  });
});
