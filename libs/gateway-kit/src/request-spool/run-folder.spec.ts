import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeRunFolder, removeRun, takeEndedRuns } from './run-folder.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'runs-'));
});
afterEach(() => rmSync(root, { recursive: true }));

it('runs that live keep their directories, and nobody else looks into them', async () => {
  const one = await makeRunFolder(root, uuidv7());
  const other = await makeRunFolder(root, uuidv7());
  expect(statSync(one.path).mode & 0o077).toBe(0);
  expect(await takeEndedRuns(root, other)).toEqual([]);
  await Promise.all([one.close(true), other.close(true)]);
  expect(readdirSync(root)).toEqual([]);
});

it('a run that has ended is taken by one of those who come', async () => {
  const ended = await makeRunFolder(root, uuidv7());
  await ended.close(false);
  const [one, other] = [await makeRunFolder(root, uuidv7()), await makeRunFolder(root, uuidv7())];
  const taken = await Promise.all([takeEndedRuns(root, one), takeEndedRuns(root, other)]);
  expect(taken.flat().map((path) => basename(path))).toEqual([ended.bootId]);
  await Promise.all([one.close(true), other.close(true)]);
});

it('runs lie beside each other in the one that has taken them, after any number of restarts', async () => {
  const ended: string[] = [];
  for (let restart = 0; restart < 4; restart += 1) {
    const run = await makeRunFolder(root, uuidv7());
    const taken = await takeEndedRuns(root, run);
    expect(taken).toEqual(ended.map((bootId) => join(run.path, bootId)));
    expect(taken.every((path) => existsSync(path))).toBe(true);
    ended.push(run.bootId);
    await run.close(false);
  }
});

it('runs that were taken one inside the other come to lie beside each other', async () => {
  const bootIds = [uuidv7(), uuidv7(), uuidv7()];
  mkdirSync(join(root, ...bootIds), { recursive: true });
  const run = await makeRunFolder(root, uuidv7());
  expect(await takeEndedRuns(root, run)).toEqual(bootIds.map((bootId) => join(run.path, bootId)));
  await run.close(false);
});

it('what is no run is left alone', async () => {
  mkdirSync(join(root, 'lost+found'));
  const run = await makeRunFolder(root, uuidv7());
  expect(await takeEndedRuns(root, run)).toEqual([]);
  await run.close(true);
  expect(readdirSync(root)).toEqual(['lost+found']);
});

it('a run is not removed while others lie in it', () => {
  const [outer, inner] = [join(root, uuidv7()), uuidv7()];
  mkdirSync(join(outer, inner), { recursive: true });
  writeFileSync(join(outer, 'counts'), '');
  removeRun(outer);
  expect(readdirSync(outer)).toEqual([inner]);
  removeRun(join(outer, inner));
  removeRun(outer);
  removeRun(outer);
  expect(readdirSync(root)).toEqual([]);
});

it('a folder that others can write to is refused', async () => {
  chmodSync(root, 0o777);
  await expect(makeRunFolder(root, uuidv7())).rejects.toThrow('nobody else may write to it');
});

it('a path that is too long for a socket is no hindrance: who lives is left alone, and who has ended is found', async () => {
  const deep = join(root, 'deep'.repeat(30));
  const first = await makeRunFolder(deep, uuidv7());
  const second = await makeRunFolder(deep, uuidv7());
  expect(await takeEndedRuns(deep, second)).toEqual([]);
  await first.close(false);
  expect(await takeEndedRuns(deep, second)).toEqual([join(second.path, first.bootId)]);
  await second.close(true);
});
