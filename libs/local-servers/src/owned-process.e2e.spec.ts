import { setTimeout } from 'node:timers/promises';
import { eventually } from '@rollcall/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { OwnedProcess } from './owned-process.js';

const started: OwnedProcess[] = [];
afterEach(async () => {
  for (const each of started.splice(0)) await each.kill();
});

function node(script: string, options: { stopSignal?: NodeJS.Signals } = {}): OwnedProcess {
  const owned = new OwnedProcess({ name: 'script', command: process.execPath, args: ['-e', script], ...options });
  started.push(owned);
  owned.start();
  return owned;
}

const forever = `console.log('up'); setInterval(() => console.log('tick'), 20);`;

describe('OwnedProcess', () => {
  it('finds the line that says that it is ready', async () => {
    expect(await node(`console.log('port 81')`).line(/^port \d+$/, 10_000)).toBe('port 81');
  });

  it('tells the last words of one that ends before it is ready', async () => {
    const failing = node(`console.error('no disk'); process.exit(3)`);
    await expect(failing.line(/ready/, 10_000)).rejects.toThrow(/ended before it was ready \(exit code 3\)[^]*no disk/);
  });

  it('waits for a line of the present start, not of an earlier one', async () => {
    const once = node(`console.log('up ' + process.pid)`);
    const first = await once.line(/^up/, 10_000);
    await once.ended;
    once.start();
    expect(await once.line(/^up/, 10_000)).not.toBe(first);
  });

  it('asks before it kills', async () => {
    const polite = node(`process.on('SIGTERM', () => { console.log('bye'); process.exit(0) }); ${forever}`);
    await polite.line(/up/, 10_000);
    await polite.stop();
    expect(polite.log).toContain('bye');
    expect(polite.outcome).toBe('exit code 0');
  });

  it('kills what does not end when asked, suspended ones too', async () => {
    const stubborn = node(`process.on('SIGTERM', () => {}); ${forever}`);
    await stubborn.line(/up/, 10_000);
    stubborn.suspend();
    await stubborn.stop(100);
    expect(stubborn.outcome).toBe('killed by SIGKILL');
    expect(stubborn.pid).toBeUndefined();
  });

  it('says nothing while it is suspended', async () => {
    const ticking = node(forever);
    await ticking.line(/tick/, 10_000);
    ticking.suspend();
    await eventually(async () => {
      const before = ticking.log;
      await setTimeout(100);
      return ticking.log === before;
    }, 'it is silent');
    const silent = ticking.log;
    ticking.resume();
    await eventually(() => ticking.log !== silent, 'it goes on');
  });

  it('tells that a program does not exist', async () => {
    const absent = new OwnedProcess({ name: 'absent', command: '/no/such/program', args: [] });
    absent.start();
    await absent.ended;
    expect(absent.outcome).toMatch(/exit code 127|could not be started/);
  });

  it.runIf(process.platform === 'linux')('does not outlive its owner, even when that is killed', async () => {
    const module = new URL('owned-process.ts', import.meta.url).pathname;
    const script = `const { OwnedProcess } = await import('${module}');
      const child = new OwnedProcess({ name: 'child', command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'] });
      child.start(); console.log('child ' + child.pid); setInterval(() => {}, 1000);`;
    const args = ['--input-type=module', '--experimental-transform-types', '-e', script];
    const owner = new OwnedProcess({ name: 'owner', command: process.execPath, args });
    started.push(owner);
    owner.start();
    const pid = Number((await owner.line(/^child \d+/, 10_000)).split(' ')[1]);
    await owner.kill();
    await eventually(() => !isAlive(pid), `process ${pid} has ended`);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
