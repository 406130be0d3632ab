/** A user as SCIM shows it; only the attributes that the demo reads. */
export interface ScimUser {
  readonly id: string;
  readonly userName: string;
  readonly active: boolean;
  readonly title?: string;
  readonly name: { readonly givenName: string; readonly familyName: string };
  readonly [attribute: string]: unknown;
}

export interface ScimGroup {
  readonly id: string;
  readonly displayName: string;
  readonly members?: readonly { readonly value: string }[];
}

const wouldChange = 'urn:rollcall:params:scim:schemas:extension:dry-run:1.0:WouldChange';

/** What a dry run says; only what the demo reads. */
export interface WouldChange {
  readonly outcome?: string;
  readonly membersGained?: { readonly count: number };
  readonly membersLost?: { readonly count: number };
}

export interface ScimList<Resource = ScimUser> {
  readonly totalResults: number;
  readonly Resources: readonly Resource[];
}

export interface ScimAnswer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly text: string;
}

export interface Person {
  readonly givenName: string;
  readonly familyName: string;
  readonly userName: string;
  readonly title: string;
}

/** An answer was not as an identity provider needs it. */
export class Surprise extends Error {}

/** @throws Surprise where `fact` is false */
export function must(fact: boolean, surprise: string): void {
  if (!fact) throw new Surprise(surprise);
}

/** Sends the requests of Okta in Okta's form (catalogue app: PUT for profiles, PATCH for `active` and `password`). */
export class Okta {
  private readonly url: string;
  private readonly token: string;
  requests = 0;

  constructor(url: string, token: string) {
    this.url = url;
    this.token = token;
  }

  testConnection(): Promise<ScimAnswer<ScimList>> {
    return this.expect(200, 'GET', '/Users?startIndex=1&count=2');
  }

  find(userName: string): Promise<ScimAnswer<ScimList>> {
    const filter = encodeURIComponent(`userName eq "${userName}"`);
    return this.expect(200, 'GET', `/Users?filter=${filter}&startIndex=1&count=100`);
  }

  create(person: Person, status = 201): Promise<ScimAnswer<ScimUser>> {
    return this.expect(status, 'POST', '/Users', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: person.userName,
      name: { givenName: person.givenName, familyName: person.familyName },
      emails: [{ primary: true, value: person.userName, type: 'work' }],
      displayName: `${person.givenName} ${person.familyName}`,
      title: person.title,
      locale: 'en-US',
      externalId: `00u${person.userName.replaceAll(/[^a-z0-9]/g, '')}`,
      groups: [],
      password: 'Okta-sends-a-placeholder-1',
      active: true,
    });
  }

  read(id: string): Promise<ScimAnswer<ScimUser>> {
    return this.expect(200, 'GET', `/Users/${id}`);
  }

  /** Okta merges its changes into the user that it has just read, and sends the whole user back. */
  async change(id: string, changes: Readonly<Record<string, unknown>>): Promise<ScimAnswer<ScimUser>> {
    const { body } = await this.read(id);
    return this.expect(200, 'PUT', `/Users/${id}`, { ...body, ...changes });
  }

  setActive(id: string, active: boolean): Promise<ScimAnswer<ScimUser>> {
    return this.patch(200, `/Users/${id}`, { op: 'replace', value: { active } });
  }

  setPassword(id: string, password: string): Promise<ScimAnswer<ScimUser>> {
    return this.patch(200, `/Users/${id}`, { op: 'replace', value: { password } });
  }

  findGroup(displayName: string): Promise<ScimAnswer<ScimList<ScimGroup>>> {
    const filter = encodeURIComponent(`displayName eq "${displayName}"`);
    return this.expect(200, 'GET', `/Groups?filter=${filter}&startIndex=1&count=100`);
  }

  createGroup(displayName: string): Promise<ScimAnswer<ScimGroup>> {
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
    return this.expect(201, 'POST', '/Groups', { schemas, displayName, members: [] });
  }

  /** Asks what the push of a group would do; nothing happens. */
  async wouldPush(displayName: string, members: readonly { readonly value: string }[]): Promise<WouldChange> {
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
    const dryRun = { 'rollcall-dry-run': 'true' };
    const { body } = await this.expect<ScimGroup & { readonly [wouldChange]?: WouldChange }>(
      201,
      'POST',
      '/Groups',
      { schemas, displayName, members },
      dryRun,
    );
    const foreseen = body[wouldChange];
    if (!foreseen) throw new Surprise('a dry run does not say what would change');
    return foreseen;
  }

  readGroup(id: string): Promise<ScimAnswer<ScimGroup>> {
    return this.expect(200, 'GET', `/Groups/${id}`);
  }

  /** Okta sends the name with every push, changed or not. */
  renameGroup(id: string, displayName: string): Promise<ScimAnswer<undefined>> {
    return this.patch(204, `/Groups/${id}`, { op: 'replace', value: { id, displayName } });
  }

  addMembers(
    id: string,
    value: readonly { readonly value: string; readonly display: string }[],
  ): Promise<ScimAnswer<undefined>> {
    return this.patch(204, `/Groups/${id}`, { op: 'add', path: 'members', value });
  }

  private patch<Body>(status: number, path: string, operation: object): Promise<ScimAnswer<Body>> {
    return this.expect(status, 'PATCH', path, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [operation],
    });
  }

  private async expect<Body>(
    status: number,
    method: string,
    path: string,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ScimAnswer<Body>> {
    this.requests += 1;
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        'user-agent': 'Okta SCIM Client 1.0.0',
        accept: 'application/scim+json',
        authorization: `Bearer ${this.token}`,
        ...(body ? { 'content-type': 'application/scim+json; charset=utf-8' } : {}),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    if (response.status !== status) {
      throw new Surprise(`${method} ${path} was answered ${response.status} in place of ${status}: ${text}`);
    }
    return { status, text, body: (text ? JSON.parse(text) : undefined) as Body };
  }
}
