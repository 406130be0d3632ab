import { describe, expect, it } from 'vitest';
import { stack } from '../support/stack.js';

const { newAccount } = await stack();
const account = await newAccount();

const patchOp = { Operations: [{ op: 'replace', path: 'displayName', value: 'Nobody' }] };
const bodies = { PUT: { userName: 'nobody@ids.example', displayName: 'Nobody' }, PATCH: patchOp } as const;

describe('an id that nothing has', () => {
  it.each(['11111111-1111-1111-1111-111111111111', '01890a5d-ac96-774b-bcce-000000000404', 'nobody'])(
    'as %s is 404 to whatever is asked of it',
    async (id) => {
      for (const path of [`/Users/${id}`, `/Groups/${id}`]) {
        expect((await account.scim.send('GET', path)).status, path).toBe(404);
        expect((await account.scim.send('PUT', path, bodies.PUT)).status, `PUT ${path}`).toBe(404);
        expect((await account.scim.send('PATCH', path, bodies.PATCH)).status, `PATCH ${path}`).toBe(404);
        expect((await account.scim.send('DELETE', path)).status, `DELETE ${path}`).toBe(404);
      }
    },
  );
});
