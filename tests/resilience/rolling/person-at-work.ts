import type { Answer, ScimClient } from '../load/scim-client.ts';
import type { Tally } from './tally.ts';

/** Somebody who works in the product, and how they sign in. */
export interface PersonAtWork {
  readonly id: string;
  readonly account: string;
  readonly userName: string;
  readonly password: string;
}

let next = 0;

/**
 * What an admin does with the product's front end, again and again: signs in, looks around and into the audit log, makes a team,
 * puts herself in, renames it, takes herself out, deletes it, signs out.
 */
export async function workInTheProduct(
  client: ScimClient,
  { id, ...credentials }: PersonAtWork,
  { tally, isOver }: { readonly tally: Tally; isOver(this: void): boolean },
): Promise<void> {
  const nobody = tally.as(client, '');
  while (!isOver()) {
    const signedIn = await nobody('POST', '/sessions', 201, { ...credentials, as: 'bearer' });
    const token = (signedIn.body as { token?: string } | undefined)?.token;
    if (token === undefined) continue;
    const step = tally.as(client, token);
    await step('GET', '/me', 200);
    await step('GET', '/teams?limit=20', 200);
    await step('GET', '/audit/entries?limit=20', 200);
    const displayName = `Work ${Date.now().toString(36)}-${(next += 1)}`;
    const made = await step('POST', '/teams', 201, { displayName });
    const team = idOf(made);
    if (team !== undefined) {
      const [at, member] = [`/teams/${team}`, `/teams/${team}/members/${id}`];
      await step('PUT', member, 200);
      await step('GET', `${at}/members`, 200);
      await step('PATCH', at, 200, { displayName: `${displayName} renamed` });
      await step('GET', `/users/${id}`, 200);
      await step('DELETE', member, 200);
      await step('DELETE', at, 204);
    }
    await step('DELETE', '/session', 204);
  }
}

const idOf = ({ body }: Answer) => (body as { id?: string } | undefined)?.id;

/**
 * Has the admin of an account invite further ones, who set their passwords by their links.
 * @throws Error where one of these requests is not answered as it should be
 */
export async function inviteAdmins(
  client: ScimClient,
  admin: Omit<PersonAtWork, 'id'>,
  count: number,
): Promise<readonly PersonAtWork[]> {
  const good = async (answer: Promise<Answer>): Promise<Answer> => {
    const { status, body, failure } = await answer;
    if (status < 200 || status > 299) throw new Error(`inviting: ${failure ?? status} ${JSON.stringify(body)}`);
    return answer;
  };
  const { body: session } = await good(client.send('', 'POST', '/sessions', { ...admin, as: 'bearer' }));
  const { token } = session as { token: string };
  const invited: PersonAtWork[] = [];
  for (let n = 1; n <= count; n += 1) {
    const userName = `at-work-${Date.now().toString(36)}-${n}@example.com`;
    const invitation = { userName, givenName: 'Ad', familyName: 'Min', userType: 'admin' };
    const { body } = await good(client.send(token, 'POST', '/users', invitation));
    const { user, link } = body as { user: { id: string }; link: { text: string } };
    await good(client.send('', 'POST', '/passwords', { link: link.text, password: admin.password }));
    invited.push({ ...admin, id: user.id, userName });
  }
  return invited;
}
