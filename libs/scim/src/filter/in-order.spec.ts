import { describe, expect, it } from 'vitest';
import { roleResourceSchema } from '../schemas/resource-schema.js';
import { inOrder } from './in-order.js';

const roles = [
  { id: 'b', displayName: 'Pilot', description: 'z' },
  { id: 'A', displayName: 'crew' },
  { id: 'a', displayName: 'Anchor', description: 'y', meta: { location: '/2' } },
];
const ids = (path: { attribute: string; subAttribute?: string }, descending = false) =>
  inOrder(roles, { path, descending }, roleResourceSchema).map(({ id }) => id);

describe('resources in order (RFC 7644 §3.4.2.3)', () => {
  it('come by the attribute, without regard to case unless the schema says so', () => {
    expect(ids({ attribute: 'displayName' })).toEqual(['a', 'A', 'b']);
    expect(ids({ attribute: 'id' })).toEqual(['A', 'a', 'b']);
    expect(ids({ attribute: 'displayName' }, true)).toEqual(['b', 'A', 'a']);
  });

  it('come last where they have no value, and as they were where they are equal', () => {
    expect(ids({ attribute: 'description' })).toEqual(['a', 'b', 'A']);
    expect(ids({ attribute: 'description' }, true)).toEqual(['A', 'b', 'a']);
    expect(ids({ attribute: 'meta', subAttribute: 'location' })).toEqual(['a', 'b', 'A']);
  });
});
