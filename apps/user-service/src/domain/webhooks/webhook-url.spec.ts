import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../../test/support/given.js';
import { requireTakenUrl } from './webhook-url.js';

const strict = { allowsHttp: false, allowsAddress: (address: string) => address === '8.8.8.8' };
const lenient = { allowsHttp: true, allowsAddress: () => true };

describe('what an installation takes as the address of a webhook', () => {
  it.each([['https://hooks.acme.example:8443/a?b=c'], ['https://8.8.8.8/'], ['https://internal/']])('%s', (url) => {
    expect(() => requireTakenUrl(url, strict)).not.toThrow(); // where a name leads is seen when it is connected to
  });

  it.each([
    ['http://hooks.acme.example/', 'plain-http'],
    ['https://169.254.169.254/', 'private-address'],
    ['https://0x7f.1/', 'private-address'],
    ['https://2130706433/', 'private-address'],
    ['https://[::1]/', 'private-address'],
    ['https://[::ffff:10.0.0.1]/', 'private-address'],
    ['https://localhost/', 'private-address'],
    ['https://a.localhost./', 'private-address'],
  ])('not %s, unless the operator allows it: %s', (url, problem) => {
    expect(refusalOf(() => requireTakenUrl(url, strict)).facts).toEqual({ problem });
    expect(() => requireTakenUrl(url, lenient)).not.toThrow();
  });

  it.each([['ftp://hooks.acme.example/'], ['https://'], ['javascript:alert(1)'], ['']])('never "%s"', (url) => {
    expect(refusalOf(() => requireTakenUrl(url, lenient)).facts).toEqual({ problem: 'form' });
  });
});
