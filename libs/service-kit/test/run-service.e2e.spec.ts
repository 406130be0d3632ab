import { type OwnedProcess } from '@rollcall/local-servers';
import { eventually, startProcess } from '@rollcall/testing';
import { afterEach, describe, expect, it } from 'vitest';

let running: OwnedProcess | undefined;

async function start(env: Record<string, string>, ready: RegExp = /the service has started/): Promise<OwnedProcess> {
  const entry = 'libs/service-kit/test/small-service.mjs';
  const options = { name: 'small-service', entry, env: { INTERNAL_PORT: '0', ...env }, ready: { line: ready } };
  running = await startProcess(options);
  return running;
}

const ended = (service: OwnedProcess) =>
  eventually(() => !service.running, 'the process has ended', { within: 15_000 });

afterEach(() => running?.kill());

describe('a service as a process', () => {
  it('ends in good order when it is told to', async () => {
    const service = await start({ GREETING: 'hello' });
    const url = /"url":"([^"]+)"/.exec(service.log)?.[1] ?? '';
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    process.kill(service.pid ?? 0, 'SIGTERM');
    await ended(service);
    expect(service.log).toContain('the service has stopped');
    expect(service.outcome).toContain('0');
  });

  it('does not wait for ever for what does not end', async () => {
    const service = await start({ GREETING: 'hello', HANGS: 'yes' });
    process.kill(service.pid ?? 0, 'SIGTERM');
    await ended(service);
    expect(service.log).toContain('stopping took too long');
    expect(service.outcome).toContain('1');
  });

  it('ends at once on an error that nobody handled, without telling its text', async () => {
    const service = await start({ GREETING: 'hello', FAILS: 'yes' });
    await ended(service);
    expect(service.log).toContain('a rejected promise was not handled');
    expect(service.log).not.toContain('hunter2');
  });

  it('does not start with settings that are not usable, and names them all', async () => {
    const starting = start({ INTERNAL_PORT: 'x' });
    await expect(starting).rejects.toThrow(/INTERNAL_PORT must be .*GREETING is missing/s);
  });
});
