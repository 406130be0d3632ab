import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmbeddedKafka } from './embedded-kafka.js';
import { prepareKafka } from './prepare-kafka.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-prepared-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

// What a process has mapped into its memory is told by Linux alone.
describe.runIf(process.platform === 'linux')('a broker on a machine that is prepared', () => {
  it('takes its classes from the archive', async () => {
    await prepareKafka();
    const broker = await EmbeddedKafka.start({ folder, fastStart: true });
    const mapped = await readFile(`/proc/${broker.pid}/maps`, 'utf8');
    await broker.kill();
    expect(mapped).toMatch(/\/classes-[\w.+-]+\.jsa$/m);
  }, 120_000);
});
