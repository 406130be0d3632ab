import { describe, expect, it } from 'vitest';
import { kindOf, stateOf, syslogTarget } from './stream.js';

const now = new Date('2026-11-30T03:00:00.000Z');
const ago = (ms: number) => new Date(now.getTime() - ms);

describe('how a stream does', () => {
  const fine = { isPaused: false, failingSince: null, behindSince: null };

  it.each([
    [fine, 'delivering'],
    [{ ...fine, behindSince: ago(60_000) }, 'delivering'],
    [{ ...fine, behindSince: ago(60_001) }, 'behind'],
    [{ ...fine, behindSince: ago(60_001), failingSince: ago(1) }, 'failing'],
    [{ isPaused: true, behindSince: ago(60_001), failingSince: ago(1) }, 'paused'],
  ])('%o: %s', (facts, state) => {
    expect(stateOf(facts, now)).toBe(state);
  });
});

describe('where a stream leads', () => {
  it('is a webhook, or host and port of syslog', () => {
    expect(kindOf('https://hooks.acme.example/log')).toBe('webhook');
    expect(kindOf('syslog+tls://logs.acme.example')).toBe('syslog');
    expect(syslogTarget('syslog+tls://logs.acme.example')).toEqual({ host: 'logs.acme.example', port: 6514 });
    expect(syslogTarget('syslog+tls://logs.acme.example:443/')).toEqual({ host: 'logs.acme.example', port: 443 });
    expect(syslogTarget('syslog+tls://[2001:db8::1]:6514')).toEqual({ host: '2001:db8::1', port: 6514 });
  });
});
