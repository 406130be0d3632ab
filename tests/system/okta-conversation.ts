import { eventually } from '@rollcall/testing';
import { v7 as uuidv7 } from 'uuid';
import { expect } from 'vitest';
import { ScimSession, type Answer } from '../support/scim-session.js';
import { membersOf, password, workspaceAt, type Account } from '../support/workspace.js';
import { WorkspaceSession, type WorkspaceAnswer } from '../support/workspace-session.js';

interface Step {
  /** What Okta, or time, does before the request. */
  readonly before?: () => Promise<unknown>;
  /** What its answer must be, and what follows from it. */
  readonly holds: (answer: WorkspaceAnswer) => Promise<unknown> | void;
}

const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';

/** What happens around the requests of docs/guides/okta.md: the part of Okta, and what each answer must be. */
export class OktaConversation {
  /** What stands in braces. */
  readonly known: Record<string, string>;
  /** Who is signed in. */
  session: WorkspaceSession | undefined;
  private okta: ScimSession;
  private bob = '';
  private contractor = '';
  /** The text of a link that went to the wrong address. */
  private misdirected = '';

  constructor(
    private readonly account: Account,
    private readonly workspaceUrl: string,
    private readonly gateway: string,
  ) {
    const { slug, adminEmail, adminPassword } = account;
    this.known = { account: slug, userName: adminEmail, password: adminPassword };
    this.okta = account.scim;
  }

  readonly steps: Readonly<Record<string, Step>> = {
    'sign-in': {
      before: () => this.account.revokeToken(this.account.tokenId), // the account is to be without a token at first
      holds: ({ status, body }) => {
        expect(status).toBe(201);
        this.session = WorkspaceSession.of(this.workspaceUrl, body.token as string);
      },
    },
    generate: { holds: (made) => this.enter(made) },
    works: {
      holds: async ({ status, body }) => {
        expect([status, body.state]).toEqual([200, 'working']);
        await eventually(
          async () => (await this.admin.get('/scim/status')).body.lastRequestAt as string | undefined,
          'status says when the last request came',
        );
      },
    },
    'make-role': {
      holds: ({ status, body }) => {
        expect(status).toBe(201);
        this.known['roleId'] = body.id as string;
      },
    },
    'list-roles': { holds: ({ body }) => expect(body.items).toMatchObject([{ id: this.known['roleId'] }]) },
    'delete-role': {
      before: async () => {
        const wrong = await this.okta.create('cy@example.com', { userType: uuidv7() });
        expect([wrong.status, wrong.body.detail]).toEqual([400, expect.stringContaining(this.known['roleId'] ?? '-')]);
        this.contractor = await this.provision('cy@example.com', { userType: this.known['roleId'] });
      },
      holds: ({ status, body }) =>
        expect({ status, body }).toMatchObject({ status: 409, body: { code: 'role-in-use', facts: { users: 1 } } }),
    },
    people: {
      before: async () => {
        this.known['userId'] = await this.provision('ann@example.com', { title: 'Surveyor' });
        this.bob = await this.provision('bob@example.com');
      },
      holds: ({ body }) => expect(idsOf(body.items)).toEqual([this.contractor, this.known['userId'], this.bob]),
    },
    'password-link': {
      holds: async ({ status, body }) => {
        expect(status).toBe(201);
        const { nobody, signIn } = workspaceAt(this.workspaceUrl);
        expect((await nobody.post('/passwords', { link: body.link.text, password })).status).toBe(204);
        await signIn(this.account, 'ann@example.com', password);
      },
    },
    'withdraw-link': {
      before: async () => {
        this.misdirected = (await this.admin.post(`/users/${this.known['userId']}/password-link`)).body.link
          .text as string;
      },
      holds: async ({ status }) => {
        expect(status).toBe(204);
        const { nobody } = workspaceAt(this.workspaceUrl);
        expect((await nobody.post('/passwords', { link: this.misdirected, password })).status).toBe(410);
      },
    },
    inactive: {
      before: () => this.okta.patch(this.bob, { op: 'replace', value: { active: false } }),
      holds: async ({ body }) => {
        expect(idsOf(body.items)).toEqual([this.bob]);
        expect((await this.admin.patch(`/users/${this.bob}`, { active: true })).body.code).toBe('directory-inactive');
      },
    },
    seats: {
      holds: async ({ body }) => {
        expect([body.users, body.seats]).toEqual([4, 3]);
        expect((await this.okta.create('bob@example.com')).body).toMatchObject({ id: this.bob, active: true });
      },
    },
    edit: {
      holds: async ({ status, body }) => {
        expect([status, body.managedBy, body.profile.title]).toEqual([200, 'directory', 'Head of Survey']);
        const { body: known } = await this.okta.get(body.id as string);
        await this.okta.replace(body.id as string, { ...known, title: 'Surveyor' });
        expect((await this.admin.get(`/users/${body.id}`)).body.profile.title).toBe('Surveyor');
      },
    },
    'hand-person-back': {
      holds: async ({ status, body }) => {
        expect([status, body.managedBy]).toEqual([200, 'workspace']);
        await this.okta.patch(body.id as string, { op: 'replace', value: { title: 'Surveyor, again' } });
        expect((await this.admin.get(`/users/${body.id}`)).body.managedBy).toBe('directory');
      },
    },
    teams: {
      before: async () => {
        const outsider = uuidv7();
        const refused = await this.push('Engineering', [outsider]);
        expect([refused.status, refused.body.detail]).toEqual([400, expect.stringContaining(outsider)]);
        expect((await this.push('Engineering', [this.bob])).status).toBe(201);
      },
      holds: ({ body }) =>
        expect(body.items).toMatchObject([
          { displayName: 'Engineering', ownedBy: 'directory', ownedSince: expect.any(String) as string },
        ]),
    },
    'members-before': {
      before: async () => {
        const { body: team } = await this.admin.post('/teams', { displayName: 'Design' });
        this.known['designId'] = team.id as string;
        await this.admin.send('PUT', `/teams/${team.id}/members/${this.contractor}`);
      },
      holds: ({ body }) => expect(body.items).toMatchObject([{ id: this.contractor, source: 'manual' }]),
    },
    'refuse-takeover': {
      holds: async ({ status }) => {
        expect(status).toBe(200);
        // team-service hears of it in a moment: teams that nobody needs say when.
        await eventually(async () => {
          const displayName = `Probe ${uuidv7()}`;
          await this.admin.post('/teams', { displayName });
          return (await this.push(displayName, [])).status === 409;
        }, 'a takeover is refused');
        expect((await this.push('Design', [this.bob])).status).toBe(409);
      },
    },
    'allow-takeover': {
      holds: async ({ status }) => {
        expect(status).toBe(200);
        const pushed = await eventually(async () => {
          const answer = await this.push('Design', [this.bob]);
          expect(answer.status).toBe(201);
          return answer;
        }, 'the group takes the team over');
        expect(pushed.body.id).toBe(this.known['designId']);
      },
    },
    'members-after': {
      holds: ({ body }) =>
        expect(body.items).toMatchObject([{ id: this.bob, source: 'directory', addedBy: { kind: 'directory' } }]),
    },
    'own-team': {
      holds: ({ status, body }) => {
        expect([status, body.ownedBy]).toEqual([201, 'workspace']);
        this.known['footballId'] = body.id as string;
      },
    },
    'own-member': { holds: ({ status, body }) => expect([status, body.outcome]).toEqual([200, 'done']) },
    'by-hand': {
      holds: async ({ status, body }) => {
        expect([status, body.outcome]).toEqual([202, 'until-reconciled']);
        await this.untilMembersAre(this.bob);
        expect(await membersOf(this.admin, this.known['footballId'] ?? '')).toEqual([this.known['userId']]);
      },
    },
    why: {
      holds: ({ body }) =>
        expect(body.items[0].evicted).toMatchObject([
          {
            userId: this.known['userId'],
            reason: expect.stringMatching(/^added by admin \S+@\S+ at .+ by hand/) as string,
            cause: 'by-hand',
            by: { kind: 'admin' },
          },
        ]),
    },
    'refuse-by-hand': {
      holds: async ({ status }) => {
        expect(status).toBe(200);
        const detail = await eventually(async () => {
          const refused = await this.putIn();
          return refused.status === 403 ? (refused.body.detail as string) : undefined;
        }, 'a change by hand is refused');
        expect(detail).toContain('managed by your directory');
        await this.untilMembersAre(this.bob); // what was accepted before is put right
      },
    },
    pause: {
      holds: async ({ status, body }) => {
        expect([status, body.mode]).toEqual([200, 'paused']);
        const settings = { manualChanges: 'evict' };
        expect((await this.admin.patch('/scim/settings', { settings })).status).toBe(200);
        await eventually(async () => (await this.putIn()).status === 202, 'a change by hand is accepted again');
      },
    },
    drift: {
      holds: ({ body }) =>
        expect(body).toMatchObject({
          extra: { count: 1, items: [{ userId: this.known['userId'], source: 'manual' }] },
          missing: { count: 0 },
        }),
    },
    resume: { holds: () => this.untilMembersAre(this.bob) },
    'hand-team-back': {
      holds: async ({ status, body }) => {
        expect([status, body.ownedBy]).toEqual([200, 'workspace']);
        await this.putIn();
        const members = await membersOf(this.admin, this.known['designId'] ?? '');
        expect(members.toSorted()).toEqual([this.bob, this.known['userId']].toSorted());
      },
    },
    stopped: {
      before: async () => {
        const bea = await workspaceAt(this.workspaceUrl).join(this.account, this.admin, 'bea@example.com', 'admin');
        this.session = bea.session;
        expect((await bea.session.patch(`/users/${this.account.adminId}`, { userType: 'member' })).status).toBe(200);
        const { body } = await eventually(async () => {
          const answer = await this.okta.send('GET', '/Users');
          expect(answer.status).toBe(401);
          return answer;
        }, 'Okta is refused');
        expect(body.detail).toMatch(/no longer an admin/);
      },
      holds: ({ body }) =>
        expect(body).toMatchObject({
          state: 'token-died',
          lastDeath: { state: 'creator-not-admin', creator: { userName: this.account.adminEmail } },
        }),
    },
    'generate-again': { holds: (made) => this.enter(made) },
    'list-tokens': {
      holds: ({ body }) => {
        const working = body.items.filter(({ state }: { state: string }) => state === 'working');
        expect(working).toMatchObject([{ id: this.known['tokenId'], name: 'Okta, by a current admin' }]);
      },
    },
    revoke: {
      before: async () => {
        const former = this.known['tokenId'] ?? '';
        await this.enter(await this.admin.post('/scim/tokens', { name: 'Okta, next year' }));
        this.known['tokenId'] = former;
      },
      holds: async ({ status, body }) => {
        expect([status, body.state]).toEqual([200, 'revoked']);
        expect((await this.okta.send('GET', '/Users')).status).toBe(200);
      },
    },
  };

  private get admin(): WorkspaceSession {
    if (!this.session) throw new Error('nobody is signed in');
    return this.session;
  }

  /** The Okta admin enters a token that was generated, and presses "Test API Credentials". */
  private async enter({ status, body }: WorkspaceAnswer): Promise<void> {
    expect([status, body.scimUrl]).toEqual([201, expect.stringMatching(/\/scim\/v2$/)]);
    this.known['tokenId'] = body.token.id as string;
    this.okta = new ScimSession(this.gateway, body.secret as string);
    expect((await this.okta.send('GET', '/Users?startIndex=1&count=2')).status).toBe(200);
  }

  private async provision(userName: string, attributes: object = {}): Promise<string> {
    const { status, body } = await this.okta.create(userName, attributes);
    expect(status).toBe(201);
    return body.id as string;
  }

  private push(displayName: string, userIds: readonly string[]): Promise<Answer> {
    const members = userIds.map((value) => ({ value }));
    return this.okta.send('POST', '/Groups', { schemas: [groupSchema], displayName, members });
  }

  /** Somebody puts Ann into the team Design by hand. */
  private putIn(): Promise<WorkspaceAnswer> {
    return this.admin.send('PUT', `/teams/${this.known['designId']}/members/${this.known['userId']}`);
  }

  private untilMembersAre(...userIds: string[]): Promise<unknown> {
    const members = async () => await membersOf(this.admin, this.known['designId'] ?? '');
    return eventually(async () => (await members()).join() === userIds.join(), 'the team is the group again');
  }
}

const idsOf = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id);
