import type { Random } from '../random.ts';
import type { RequestSender, Judged } from './request-sender.ts';
import type { Ledger } from './ledger.ts';
import { displayNameOf, numberIn, passwordOf, Person, titleOf } from './person.ts';
import { patchOf, userSchema } from './scim-bodies.ts';
import type { Method, ScimClient } from './scim-client.ts';

/** What is asked about people, and how often. */
const mix = { profile: 38, replace: 11, toggle: 16, password: 2, read: 14, lookup: 9, release: 4, trespass: 3 };

/** Requests about people, each person's one after the other, as an identity provider sends them; and what their answers tell. */
export class PeopleLoad {
  private readonly sender: RequestSender;
  private readonly ledger: Ledger;
  private readonly own: readonly Person[];

  /** `own`: on whom it works by itself. */
  constructor(sender: RequestSender, ledger: Ledger, own: readonly Person[]) {
    this.sender = sender;
    this.ledger = ledger;
    this.own = own;
  }

  async step(client: ScimClient, random: Random): Promise<void> {
    const person = this.free(random);
    if (!person) return;
    person.busy = true;
    try {
      const absent = person.id === undefined || person.present.known === false;
      await (absent ? this.assign(client, person, random) : this.act(client, person, random));
    } finally {
      person.busy = false;
    }
  }

  /** As Okta does it: looks first, creates who is not there. */
  async assign(client: ScimClient, person: Person, random: Random): Promise<void> {
    const found = await this.lookup(client, person);
    if (found === 'absent') await this.create(client, person, random.next() < 0.05);
  }

  async changeProfile(client: ScimClient, person: Person, operation = 'profile'): Promise<Judged> {
    const n = person.nextNumber();
    const value = { title: titleOf(n), displayName: displayNameOf(n) };
    const answer = await this.patch(client, person, operation, value);
    this.afterProfile(person, answer, n);
    return answer;
  }

  async read(client: ScimClient, person: Person): Promise<Judged> {
    const answer = await this.ask(client, person, 'read', 'GET', `/Users/${person.id}`);
    if (answer.status === 200) this.compare(person, answer);
    else this.mayBeAbsent(person, answer);
    return answer;
  }

  private free(random: Random): Person | undefined {
    for (let tries = 0; tries < 20; tries += 1) {
      const person = random.oneOf(this.own);
      if (!person.busy && person.pausedUntil < Date.now()) return person;
    }
    return undefined;
  }

  private async act(client: ScimClient, person: Person, random: Random): Promise<void> {
    switch (random.weighted(mix)) {
      case 'profile':
        return void (await this.changeProfile(client, person));
      case 'replace':
        return this.replace(client, person);
      case 'toggle':
        return this.toggle(client, person);
      case 'password':
        return this.setPassword(client, person);
      case 'read':
        return void (await this.read(client, person));
      case 'lookup':
        return void (await this.lookup(client, person));
      case 'release':
        return this.release(client, person);
      case 'trespass':
        return this.trespass(client, person, random);
    }
  }

  private async create(client: ScimClient, person: Person, withPassword: boolean): Promise<void> {
    const n = person.nextNumber();
    const body = { ...whole(person, n), ...(withPassword ? { password: passwordOf(n) } : {}) };
    const answer = await this.ask(client, person, 'create', 'POST', '/Users', body);
    if (answer.status === 201) {
      this.identify(person, answer.body.id as string);
      person.present.acknowledge(true);
      person.profile.acknowledge(n);
      person.active.acknowledge(true);
      // Rule 5: where somebody has a password already, the one in the POST is not taken.
      if (withPassword && person.password.known === 0) person.password.acknowledge(n);
      else if (withPassword && person.password.known === undefined) person.password.perhaps(n);
      this.sender.markCertain(answer);
      this.compare(person, answer);
    } else if (answer.outcome === 'unknown') {
      person.present.perhaps(true);
      person.profile.perhaps(n);
      person.active.perhaps(true);
      if (withPassword && person.password.allows(0)) person.password.perhaps(n);
    } else if (answer.status === 409 && person.present.known === false) {
      this.violated('I2', person, `409 although nobody is there: ${answer.body?.detail}`);
    }
  }

  private async replace(client: ScimClient, person: Person): Promise<void> {
    const active = person.active.known;
    if (active === undefined) return;
    const n = person.nextNumber();
    const body = { ...whole(person, n), active };
    this.afterProfile(person, await this.ask(client, person, 'replace', 'PUT', `/Users/${person.id}`, body), n);
  }

  private afterProfile(person: Person, answer: Judged, n: number): void {
    if (answer.status === 200) {
      person.present.acknowledge(true);
      person.profile.acknowledge(n);
      this.sender.markCertain(answer);
      this.compare(person, answer);
    } else if (answer.outcome === 'unknown') person.profile.perhaps(n);
    else this.mayBeAbsent(person, answer);
  }

  private async toggle(client: ScimClient, person: Person): Promise<void> {
    const before = person.active.known;
    const active = !(before ?? true);
    const answer = await this.patch(client, person, active ? 'reactivate' : 'deactivate', { active });
    if (answer.status === 200) {
      person.present.acknowledge(true);
      person.active.acknowledge(active);
      if (before !== undefined) this.sender.markCertain(answer);
      this.compare(person, answer);
    } else if (answer.outcome === 'unknown') person.active.perhaps(active);
    else this.mayBeAbsent(person, answer);
  }

  private async setPassword(client: ScimClient, person: Person): Promise<void> {
    const n = person.nextNumber();
    const answer = await this.patch(client, person, 'password', { password: passwordOf(n) });
    if (answer.status === 200) {
      person.password.acknowledge(n);
      this.sender.markCertain(answer);
    } else if (answer.outcome === 'unknown') person.password.perhaps(n);
    else this.mayBeAbsent(person, answer);
  }

  private async release(client: ScimClient, person: Person): Promise<void> {
    person.released = true;
    const before = person.present.known;
    const answer = await this.ask(client, person, 'release', 'DELETE', `/Users/${person.id}`);
    if (answer.status === 204) {
      person.present.acknowledge(false);
      person.password.acknowledge(0); // rule 5: it goes with the release
      if (before === true) this.sender.markCertain(answer);
    } else if (answer.outcome === 'unknown') {
      person.present.perhaps(false);
      person.password.perhaps(0);
    } else this.mayBeAbsent(person, answer);
  }

  /** Rule 23: somebody else's account does not know the id. */
  private async trespass(client: ScimClient, person: Person, random: Random): Promise<void> {
    const others = this.ledger.people.filter(({ account, id }) => account !== person.account && id !== undefined);
    if (others.length === 0) return;
    const { id } = random.oneOf(others);
    const answer = await this.ask(client, person, 'trespass', 'GET', `/Users/${id}`);
    if (answer.status === 200) this.violated('I8', person, `${person.account} was shown ${id} of another account`);
  }

  private async lookup(client: ScimClient, person: Person): Promise<'present' | 'absent' | 'unknown'> {
    const filter = encodeURIComponent(`userName eq "${person.userName}"`);
    const answer = await this.ask(client, person, 'lookup', 'GET', `/Users?filter=${filter}&startIndex=1&count=100`);
    if (answer.status !== 200) return 'unknown';
    const [found, second] = answer.body.Resources as { id: string }[];
    if (second) this.violated('I3', person, `is there twice: ${found?.id} and ${second.id}`);
    if (!found) {
      if (!person.present.read(false)) this.violated('I1', person, 'is not found, and nobody took the person away');
      return 'absent';
    }
    this.identify(person, found.id);
    if (!person.present.read(true)) this.violated('I2', person, 'is found, and nobody assigned the person');
    this.compare(person, { ...answer, body: found });
    return 'present';
  }

  /** One person is one user for ever: restoring gives the same id. */
  private identify(person: Person, id: string): void {
    if (person.id !== undefined && person.id !== id) this.violated('I3', person, `has another id: ${id}`);
    person.id = id;
  }

  private mayBeAbsent(person: Person, answer: Judged): void {
    if (answer.status !== 404) return;
    if (!person.present.read(false)) this.violated('I1', person, '404, and nobody took the person away');
  }

  /** What an answer shows must be possible, whole, and of this account. */
  private compare(person: Person, { body }: Judged): void {
    const [title, name] = [numberIn(body.title as string), numberIn(body.displayName as string)];
    if (body.userName !== person.userName) this.violated('I8', person, `shows ${body.userName}`);
    if (title !== name) this.violated('I2', person, `half a change: title ${title}, displayName ${name}`);
    if (!person.profile.read(title)) this.violated('I1', person, `reads ${title}, not ${String(person.profile)}`);
    const active = body.active as boolean;
    if (!person.active.read(active))
      this.violated('I1', person, `active reads ${active}, not ${String(person.active)}`);
  }

  private patch(client: ScimClient, person: Person, operation: string, value: object): Promise<Judged> {
    return this.ask(client, person, operation, 'PATCH', `/Users/${person.id}`, patchOf({ op: 'replace', value }));
  }

  private ask(
    client: ScimClient,
    person: Person,
    operation: string,
    ...[method, path, body]: [method: Method, path: string, body?: object]
  ): Promise<Judged> {
    return this.sender.send(client, person, body ? { operation, method, path, body } : { operation, method, path });
  }

  private violated(invariant: string, person: Person, what: string): void {
    this.ledger.violated(invariant, `${String(person)}: ${what}`);
  }
}

function whole({ userName }: Person, n: number): object {
  return {
    schemas: [userSchema],
    userName,
    name: { givenName: 'Ann', familyName: 'Lee' },
    emails: [{ primary: true, value: userName, type: 'work' }],
    displayName: displayNameOf(n),
    title: titleOf(n),
    active: true,
  };
}
