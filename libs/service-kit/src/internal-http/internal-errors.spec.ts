import { describe, expect, it } from 'vitest';
import { statusOfRefusal } from './internal-errors.filter.js';

describe('the status of a refusal', () => {
  it('says what kind of no it is', () => {
    expect(statusOfRefusal('user-not-found')).toBe(404);
    expect(statusOfRefusal('filter-not-supported')).toBe(422);
    expect(statusOfRefusal('user-name-taken')).toBe(409);
    expect(statusOfRefusal('internal')).toBe(500);
  });
});
