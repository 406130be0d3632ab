import type { StackAdmin } from '../stack/stack-file.ts';
import { Surprise } from './okta.ts';

export interface Team {
  readonly id: string;
  readonly displayName: string;
  readonly ownedBy: string;
}

/** A takeover of a team, with what an admin reads of it. */
export interface Takeover {
  readonly id: string;
  readonly teamId: string;
  readonly version: number;
  readonly sentence: string;
}

/** One run of the reconciler on a team. */
export interface Run {
  readonly startedAt: string;
  readonly evicted: readonly { readonly userId: string; readonly reason: string }[];
}

/** Why somebody is in a team, or is not, with the entries of the audit log that it rests on. */
export interface Explanation {
  readonly verdict: string;
  readonly sentence: string;
  readonly todo?: string;
  readonly entries: readonly { readonly kind: string; readonly at: string; readonly sentence: string }[];
}

/** An admin of the account, who works in the product: sends the requests of its front end to the workspace API. */
export class WorkspaceAdmin {
  private readonly url: string;
  private readonly session: string;
  requests = 1;

  private constructor(url: string, session: string) {
    this.url = url;
    this.session = session;
  }

  static async signIn({ workspaceUrl, accountSlug, adminEmail, adminPassword }: StackAdmin): Promise<WorkspaceAdmin> {
    const asked = { account: accountSlug, userName: adminEmail, password: adminPassword, as: 'bearer' };
    const { token } = await send<{ token: string }>(`${workspaceUrl}/sessions`, 'POST', {}, asked);
    return new WorkspaceAdmin(workspaceUrl, token);
  }

  /** The sentence of the banner, and the state that it describes. */
  status(): Promise<{ readonly state: string; readonly sentence: string }> {
    return this.send('GET', '/scim/status');
  }

  createTeam(displayName: string): Promise<Team> {
    return this.send('POST', '/teams', { displayName });
  }

  team(id: string): Promise<Team> {
    return this.send('GET', `/teams/${id}`);
  }

  /** `until-reconciled`: the directory owns the team, and the reconciler will revert the change. */
  addMember(id: string, userId: string): Promise<{ readonly outcome: string }> {
    return this.send('PUT', `/teams/${id}/members/${userId}`);
  }

  async membersOf(id: string): Promise<readonly string[]> {
    const { items } = await this.send<{ items: { id: string }[] }>('GET', `/teams/${id}/members?limit=200`);
    return items.map((member) => member.id);
  }

  /** The newest run comes first. */
  async runsOf(id: string): Promise<readonly Run[]> {
    return (await this.send<{ items: Run[] }>('GET', `/reconciler/runs?teamId=${id}`)).items;
  }

  /** Undefined where the stack was started without audit log. */
  async why(teamId: string, userId: string): Promise<Explanation | undefined> {
    try {
      const path = `/audit/explain/membership?team=${teamId}&user=${userId}`;
      return (await this.send<{ explanation: Explanation }>('GET', path)).explanation;
    } catch (error) {
      if (String(error).includes('audit-not-installed')) return undefined;
      throw error;
    }
  }

  async change(settings: Readonly<Record<string, string>>): Promise<void> {
    await this.send('PATCH', '/scim/settings', { settings });
  }

  /** The newest takeover of a team. */
  async takeoverOf(teamId: string): Promise<Takeover> {
    const { items } = await this.send<{ items: Takeover[] }>('GET', '/takeovers');
    const found = items.find((each) => each.teamId === teamId);
    if (!found) throw new Surprise(`nothing is known of a takeover of the team ${teamId}`);
    return this.send('GET', `/takeovers/${found.id}`);
  }

  /** Does exactly what was shown. */
  async decide(how: 'allow' | 'undo', { id, version }: Takeover): Promise<void> {
    await this.send('POST', `/takeovers/${id}/${how}`, undefined, { 'if-match': `W/"${version}"` });
  }

  private send<Body>(
    method: string,
    path: string,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Body> {
    this.requests += 1;
    return send<Body>(this.url + path, method, { authorization: `Bearer ${this.session}`, ...headers }, body);
  }
}

async function send<Body>(
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  body?: object,
): Promise<Body> {
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(url, { method, headers: { ...headers, ...type }, ...sent });
  const text = await answer.text();
  if (!answer.ok) throw new Surprise(`${method} ${new URL(url).pathname} was answered ${answer.status}: ${text}`);
  return JSON.parse(text) as Body;
}
