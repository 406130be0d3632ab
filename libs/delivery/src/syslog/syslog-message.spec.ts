import { describe, expect, it } from 'vitest';
import { octetCounted, syslogMessage } from './syslog-message.js';

const at = new Date('2026-11-30T03:00:00.123Z');

describe('a message of syslog', () => {
  it('has the parts of RFC 5424 in their order', () => {
    const message = syslogMessage({ severity: 5, at, msgId: 'user.created', sequence: 7, text: '{"seq":7}' });
    expect(message).toBe(
      '<109>1 2026-11-30T03:00:00.123Z - rollcall - user.created [origin software="rollcall"][meta sequenceId="7"] {"seq":7}',
    );
  });

  it('has an id of at most 32 printable characters, and a place that begins again at 1', () => {
    const of = (msgId: string, sequence: number) => syslogMessage({ severity: 6, at, msgId, sequence, text: '' });
    expect(of('account.directory-changed-admin-password', 2_147_483_648)).toContain(
      ' account.directory-changed-admin- [origin software="rollcall"][meta sequenceId="1"]',
    );
    expect(of('é \n', 2_147_483_647)).toContain(' - - [origin software="rollcall"][meta sequenceId="2147483647"]');
  });

  it('stands in a stream behind its length in octets, not in characters', () => {
    expect(octetCounted('<110>1 é')).toBe('9 <110>1 é');
  });
});
