import { describe, expect, it } from 'vitest';
import { HealthRegistry } from './health-registry.js';

describe('the health registry', () => {
  it('is ready when every check is, and names those that are not', async () => {
    const health = new HealthRegistry(20);
    health.addReady('database', () => Promise.resolve());
    expect(await health.isReady()).toEqual({ ok: true, checks: { database: 'ok' } });
    health.addReady('broker', () => Promise.reject(new Error('hush')));
    health.addReady('probe', () => false);
    health.addReady('slow', () => new Promise(() => undefined));
    const checks = { database: 'ok', broker: 'failing', probe: 'failing', slow: 'timeout' };
    expect(await health.isReady()).toEqual({ ok: false, checks });
  });

  it('stays live, but not ready, while it stops', async () => {
    const health = new HealthRegistry();
    health.stopping();
    expect(await health.isReady()).toMatchObject({ ok: false });
    expect(await health.isLive()).toMatchObject({ ok: true });
  });
});
