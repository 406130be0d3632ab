import { describe, expect, it } from 'vitest';
import { instanceName } from './instance-name.js';

describe('the name of an instance', () => {
  it('is the same over restarts in a container of its own', () => {
    expect(instanceName(1, '3f1c2a')).toBe('3f1c2a');
  });

  it('is another at each start elsewhere', () => {
    expect(instanceName(42, 'laptop')).toMatch(/^laptop-42-[0-9a-f]{8}$/);
    expect(instanceName(42, 'laptop')).not.toBe(instanceName(42, 'laptop'));
  });
});
