import { matchesFilter, readFilter, userResourceSchema } from '@rollcall/scim';
import { testTimes } from '@rollcall/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainFilter } from '../../apps/scim-gateway/src/resources/domain-filter.js';
import { fulfils } from '../../apps/user-service/src/domain/profile/filter.js';
import { addressKeys, created, outcomeOf } from './both-sides.js';
import { anyUserBody, anyUserFilter } from './scim-requests.js';

/*
 * A filter is asked twice: by the standard's rules of the resource (`matchesFilter`), and as user-service understands what the gateway
 * makes of it. What the service answers from its database is held against the same rules in filter.int.spec.ts.
 */
describe('a filter', () => {
  it('means the same in user-service as by the standard', () => {
    fc.assert(
      fc.property(anyUserBody, fc.array(anyUserFilter, { minLength: 1, maxLength: 5 }), (body, filters) => {
        const { user, resource } = created(body);
        const { id, userName, externalId, userType, active, profile } = user;
        const tree = {
          ...profile,
          id,
          userName,
          userType,
          active,
          ...(externalId === undefined ? {} : { externalId }),
        };
        for (const text of filters) {
          const read = () => readFilter(text, userResourceSchema); // refuses attributes that a list does not have
          const expected = outcomeOf(() => matchesFilter(read(), { ...resource, id }, userResourceSchema, addressKeys));
          const found = outcomeOf(() => fulfils(domainFilter(read()), tree));
          expect({ text, ...found }).toEqual({ text, ...expected });
        }
      }),
      { numRuns: 2_000 * testTimes },
    );
  });
});
