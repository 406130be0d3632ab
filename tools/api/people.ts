import { randomBytes } from 'node:crypto';
import { runToEnd } from '../stack/run-to-end.ts';
import type { RunningStack } from '../stack/running-stack.ts';

const opsCli = 'ops-cli';

/** An account for one trial, with a signed-in user of each kind, so that the trial changes no other data. */
export interface People {
  readonly slug: string;
  readonly admin: string;
  readonly member: string;
}

/**
 * Creates the account and signs its users in.
 * @param env the environment of ops-cli, as the stack wrote it
 * @param url the URL of the workspace API, ending in `/api`
 */
export async function makePeople(env: Readonly<Record<string, string>>, url: string): Promise<People> {
  const slug = `trial-${Date.now().toString(36)}`;
  const password = randomBytes(12).toString('base64url');
  const [admin, member] = [`ada@${slug}.example`, `max@${slug}.example`];
  const names = ['--admin-email', admin, '--admin-given', 'Ada', '--admin-family', 'Min'];
  const account = ['account', 'create', '--slug', slug, '--name', 'API trial', ...names, '--admin-password-stdin'];
  await runToEnd(opsCli, account, env, `${password}\n`);

  const post = async (path: string, body: object, token?: string): Promise<Record<string, unknown>> => {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const headers = { 'content-type': 'application/json', ...authorization };
    const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`POST ${path} was answered ${answer.status}: ${text}`);
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  };
  const signIn = async (userName: string): Promise<string> => {
    const { token } = await post('/sessions', { account: slug, userName, password, as: 'bearer' });
    return String(token);
  };
  const ofAdmin = await signIn(admin);
  const invited = await post('/users', { userName: member, givenName: 'Max', familyName: 'Lee' }, ofAdmin);
  const { text: link } = invited['link'] as { text: string }; // the answer's contract guarantees it
  await post('/passwords', { link, password });
  return { slug, admin: ofAdmin, member: await signIn(member) };
}

/** An account of its own with a SCIM token, for one trial. */
export interface ScimAccount {
  readonly scimUrl: string;
  readonly token: string;
}

/** @param token what `POST /api/scim/tokens` takes */
export async function makeScimAccount({ stack, env }: RunningStack, token: object): Promise<ScimAccount> {
  const { workspaceUrl, scimUrl } = stack;
  const { admin } = await makePeople(env, workspaceUrl);
  const answer = await fetch(`${workspaceUrl}/scim/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${admin}` },
    body: JSON.stringify(token),
  });
  const { secret } = (await answer.json()) as { secret: string };
  return { scimUrl, token: secret };
}
