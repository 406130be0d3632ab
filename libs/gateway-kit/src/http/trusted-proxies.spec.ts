import { describe, expect, it } from 'vitest';
import { TrustedProxies } from './trusted-proxies.js';

const proxies = TrustedProxies.of(['10.0.0.0/8', '192.0.2.7', 'fd00::/8']);

describe('trusted proxies', () => {
  it.each([
    ['10.1.2.3', true],
    ['::ffff:10.1.2.3', true],
    ['192.0.2.7', true],
    ['fd12::1', true],
    ['192.0.2.8', false],
    ['2001:db8::1', false],
    ['nonsense', false],
    [undefined, false],
  ])('the address %s is trusted: %s', (address, trusted) => {
    expect(proxies.trusts(address)).toBe(trusted);
  });

  it('nobody is trusted where none is named', () => {
    expect(TrustedProxies.of([]).trusts('127.0.0.1')).toBe(false);
  });

  it('the client is the nearest address that is no trusted proxy: what is before it may be invented', () => {
    expect(proxies.clientAddress('10.0.0.1', '6.6.6.6, 203.0.113.9, 10.0.0.2')).toBe('203.0.113.9');
    expect(proxies.clientAddress('203.0.113.5', '6.6.6.6')).toBe('203.0.113.5');
    expect(proxies.clientAddress('10.0.0.1', undefined)).toBe('10.0.0.1');
    expect(proxies.clientAddress('10.0.0.1', 'nonsense')).toBe('10.0.0.1');
  });

  it('refuses what is no address', () => {
    expect(() => TrustedProxies.of(['10.0.0.0/99'])).toThrow();
    expect(() => TrustedProxies.of(['proxy.local'])).toThrow();
  });
});
