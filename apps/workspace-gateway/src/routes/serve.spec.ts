import { Answer } from '@rollcall/gateway-kit';
import { describe, expect, it } from 'vitest';
import * as routes from '../contract/role-routes.js';
import type { CheckedRequest } from '../http/checked-request.js';
import { Checked, Serve } from './serve.js';

/** Each line below must fail to compile: if one compiles, `npm run check:types` reports its `@ts-expect-error`. */
class Mistaken {
  // @ts-expect-error -- the request of another route
  @Serve(routes.createRole)
  create(@Checked() { params }: CheckedRequest<typeof routes.renameRole>): Promise<never> {
    throw new Error(params.roleId);
  }

  // @ts-expect-error -- another answer
  @Serve(routes.listRoles)
  list() {
    return new Answer({ roles: [] });
  }

  // @ts-expect-error -- no answer
  @Serve(routes.renameRole)
  rename() {
    return Promise.resolve();
  }
}

describe('what serves a route', () => {
  it('takes its request and gives its answer, or does not compile', () => {
    expect(Mistaken).toBeDefined();
  });
});
