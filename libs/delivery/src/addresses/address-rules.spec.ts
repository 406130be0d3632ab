import { describe, expect, it } from 'vitest';
import { readSettings } from '@rollcall/service-kit';
import { AddressRules, allowedNetworks } from './address-rules.js';

const none = AddressRules.allowing();

describe('an address', () => {
  it.each([
    ['8.8.8.8'],
    ['1.1.1.1'],
    ['172.15.255.255'],
    ['172.32.0.1'],
    ['100.63.255.255'],
    ['100.128.0.1'],
    ['169.253.255.255'],
    ['192.169.0.1'],
    ['223.255.255.254'],
    ['2001:4860:4860::8888'],
    ['2606:4700::1111'],
    ['::ffff:8.8.8.8'],
  ])('of the public internet is allowed: %s', (address) => {
    expect(none.allows(address)).toBe(true);
  });

  it.each([
    ['of this host', '0.0.0.0'],
    ['of this network', '0.1.2.3'],
    ['loopback', '127.0.0.1'],
    ['loopback', '127.255.255.254'],
    ['loopback in another way of writing', '127.1'],
    ['loopback in hexadecimal', '0x7f000001'],
    ['private', '10.0.0.1'],
    ['private', '10.255.255.255'],
    ['private', '172.16.0.1'],
    ['private', '172.31.255.255'],
    ['private', '192.168.0.1'],
    ['shared by carriers', '100.64.0.1'],
    ['shared by carriers', '100.127.255.255'],
    ['link-local, with the secrets of clouds', '169.254.169.254'],
    ['public by its figures, and of the host of a virtual machine (Azure)', '168.63.129.16'],
    ['the same, mapped', '::ffff:168.63.129.16'],
    ['of protocol assignments', '192.0.0.1'],
    ['of documentation', '192.0.2.1'],
    ['of documentation', '198.51.100.7'],
    ['of documentation', '203.0.113.7'],
    ['of benchmarks', '198.18.0.1'],
    ['multicast', '224.0.0.1'],
    ['multicast', '239.255.255.255'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['of this host', '::'],
    ['loopback', '::1'],
    ['IPv4-compatible', '::127.0.0.1'],
    ['IPv4-compatible, in hexadecimal', '::7f00:1'],
    ['IPv4-compatible private', '::a00:1'],
    ['of no network of the public internet', '4000::1'],
    ['IPv4-mapped private', '::ffff:10.0.0.1'],
    ['IPv4-mapped link-local', '::ffff:169.254.169.254'],
    ['IPv4-mapped, in hexadecimal', '::ffff:a9fe:a9fe'],
    ['IPv4-translated', '::ffff:0:10.0.0.1'],
    ['NAT64', '64:ff9b::10.0.0.1'],
    ['NAT64 of a public address too', '64:ff9b::8.8.8.8'],
    ['local NAT64', '64:ff9b:1::10.0.0.1'],
    ['6to4', '2002:a00:1::1'],
    ['Teredo', '2001::1'],
    ['unique local', 'fc00::1'],
    ['unique local', 'fd12:3456::1'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['site-local', 'fec0::1'],
    ['multicast', 'ff02::1'],
    ['to be discarded', '100::1'],
    ['of documentation', '2001:db8::1'],
    ['of documentation', '3fff::1'],
    ['no address', 'localhost'],
    ['empty', ''],
  ])('that is %s is refused: %s', (_, address) => {
    expect(none.allows(address)).toBe(false);
  });

  const own = ['198.41.0.4/24', '127.0.0.1/8', '2a00:1450:4001:810::5/64', 'fe80::1/64'];
  it.each([
    ['8.8.8.8', true],
    ['198.41.1.4', true],
    ['198.41.0.4', false],
    ['198.41.0.99', false],
    ['::ffff:198.41.0.99', false],
    ['2a00:1450:4001:811::5', true],
    ['2a00:1450:4001:810::5', false],
    ['2a00:1450:4001:810:1::', false],
  ])(
    'of a network of this machine is refused, also a public one, which may be open to neighbours only: %s %s',
    (address, isAllowed) => {
      expect(AddressRules.allowing([], () => own).allows(address)).toBe(isAllowed);
      expect(AddressRules.allowing(['198.41.0.0/24', '2a00:1450:4001:810::/64'], () => own).allows(address)).toBe(true);
    },
  );

  const some = AddressRules.allowing(['10.20.0.0/16', 'fd00:1::/32', '127.0.0.1']);
  it.each([
    ['10.20.255.1', true],
    ['::ffff:10.20.0.1', true],
    ['10.21.0.1', false],
    ['fd00:1::5', true],
    ['fd00:2::5', false],
    ['127.0.0.1', true],
    ['127.0.0.2', false],
    ['8.8.8.8', true],
  ])('of a network that the operator names is allowed: %s %s', (address, isAllowed) => {
    expect(some.allows(address)).toBe(isAllowed);
  });
});

describe('the setting', () => {
  const read = (NETWORKS?: string) =>
    readSettings({ rules: allowedNetworks('NETWORKS') }, NETWORKS === undefined ? {} : { NETWORKS }).rules;

  it('allows nothing where it is absent, and the networks that it names', () => {
    expect(read().allows('10.0.0.1')).toBe(false);
    expect(read(' 10.0.0.0/8, ::1 ').allows('10.0.0.1')).toBe(true);
  });

  it.each([['10.0.0.0/33'], ['everything'], ['10.0.0.0/8;::1']])('refuses what is no network: %s', (text) => {
    expect(() => read(text)).toThrow('NETWORKS must be addresses or networks');
  });
});
