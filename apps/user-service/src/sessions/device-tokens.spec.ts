import { bodyOfDeviceToken, isSignedDeviceToken, TokenSigner } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { DeviceTokens, signingKeyFrom } from './device-tokens.js';

const ann = Buffer.from('ann');
const start = Date.parse('2026-03-01T10:00:00Z');

describe('a device token', () => {
  const tokens = new DeviceTokens(() => Promise.resolve('key'));

  it('names the device to everybody who has the key, and to nobody else', async () => {
    const token = await tokens.issue(ann);
    const name = await tokens.read(token, ann);
    expect(name).toMatch(/^device [0-9a-f]{32}$/);
    expect(await new DeviceTokens(() => Promise.resolve('key')).read(token, ann)).toBe(name);
    expect(await new DeviceTokens(() => Promise.resolve('other')).read(token, ann)).toBeUndefined();
  });

  it('is good for the person who signed in only, unchanged, and for half a year', async () => {
    const token = await new DeviceTokens(
      () => Promise.resolve('key'),
      () => start,
    ).issue(ann);
    const at = (ms: number) =>
      new DeviceTokens(
        () => Promise.resolve('key'),
        () => ms,
      );
    expect(await at(start).read(token, Buffer.from('bob'))).toBeUndefined();
    expect(await at(start).read(`${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`, ann)).toBeUndefined();
    expect(await at(start + 179 * 86_400_000).read(token, ann)).toBeDefined();
    expect(await at(start + 181 * 86_400_000).read(token, ann)).toBeUndefined();
    for (const wrong of [undefined, '', 'x', 'A'.repeat(72)]) expect(await at(start).read(wrong, ann)).toBeUndefined();
  });

  it('is known by a gateway, and one of an older version by user-service alone', async () => {
    const token = await tokens.issue(ann);
    const signer = new TokenSigner([signingKeyFrom('key')]);
    const old = bodyOfDeviceToken(token);
    expect([isSignedDeviceToken(token, signer), tokens.isSigned(token)]).toEqual([true, true]);
    expect([isSignedDeviceToken(old, signer), tokens.isSigned(old)]).toEqual([false, false]);
    expect(await tokens.read(old, ann)).toBe(await tokens.read(token, ann));
  });

  it('asks for the key again where it could not be read', async () => {
    let fails = true;
    const flaky = new DeviceTokens(() => (fails ? Promise.reject(new Error('away')) : Promise.resolve('key')));
    await expect(flaky.issue(ann)).rejects.toThrow('away');
    fails = false;
    expect(await flaky.read(await flaky.issue(ann), ann)).toBeDefined();
  });
});
