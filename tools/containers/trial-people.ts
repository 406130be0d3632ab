import type { StackFile } from '../stack/stack-file.ts';

const schema = 'urn:ietf:params:scim:schemas:core:2.0:User';

const headersFor = ({ scimToken }: StackFile) => ({
  authorization: `Bearer ${scimToken}`,
  'content-type': 'application/scim+json',
});

/** Whether a new user can be created, and then read through every gateway. */
export async function newPerson(stack: StackFile): Promise<boolean> {
  const userName = `trial.${Date.now()}@demo.example`;
  const body = {
    schemas: [schema],
    userName,
    name: { givenName: 'Try', familyName: 'All' },
    emails: [{ primary: true, value: userName, type: 'work' }],
    active: true,
  };
  const headers = headersFor(stack);
  const made = await fetch(`${stack.scimUrl}/Users`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (made.status !== 201) return false;
  const { id } = (await made.json()) as { id: string };
  const gateways = stack.services.flatMap(({ scimUrl }) => scimUrl ?? []);
  const answers = await Promise.all(gateways.map((url) => fetch(`${url}/Users/${id}`, { headers })));
  return answers.every(({ status }) => status === 200);
}

/** The token, and how many users it can read. */
export async function peopleIn(stack: StackFile): Promise<{ token: string; people: number }> {
  const answer = await fetch(`${stack.scimUrl}/Users?count=1`, { headers: headersFor(stack) });
  const { totalResults } = (await answer.json()) as { totalResults?: number };
  if (totalResults === undefined) throw new Error(`the gateway answered ${answer.status}`);
  return { token: stack.scimToken, people: totalResults };
}

/** @throws Error where the token or a user is lost */
export async function dataIsKept(before: { token: string; people: number }, stack: StackFile): Promise<string> {
  const { token, people } = await peopleIn(stack);
  if (token !== before.token) throw new Error('there is a new token: the former one does not work any more');
  if (people !== before.people) throw new Error(`of ${before.people} people ${people} are there`);
  return `${people} people`;
}
