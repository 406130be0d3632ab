import { useState } from 'react';

const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * A key by which a write that is sent again has one effect (`Idempotency-Key`): a UUIDv7 (RFC 9562 §5.7).
 * @param now milliseconds since 1970
 */
export function newRetryKey(now = Date.now()): string {
  const random = crypto.getRandomValues(new Uint8Array(10));
  const [version = 0, variant = 0] = [random[0], random[2]];
  random[0] = 0x70 | (version & 0x0f);
  random[2] = 0x80 | (variant & 0x3f);
  const digits = now.toString(16).padStart(12, '0') + hex(random);
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/**
 * One key for an attempt of a person, however often it is sent.
 * @param what what is sent, as a text: something else is another attempt
 */
export function useRetryKey(what: string): string {
  const [{ key, of }, renew] = useState(() => ({ key: newRetryKey(), of: what }));
  if (of !== what) renew({ key: newRetryKey(), of: what });
  return key;
}
