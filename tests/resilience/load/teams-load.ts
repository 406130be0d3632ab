import type { Random } from '../random.ts';
import type { RequestSender, Judged } from './request-sender.ts';
import type { Ledger } from './ledger.ts';
import { numberIn, Team, type Person } from './person.ts';
import { groupSchema, memberPatch, patchOf } from './scim-bodies.ts';
import type { Method, ScimClient } from './scim-client.ts';

/** Budget of a request about groups, 50 s in production: here shorter, so that an outage does not hold up the whole load. */
export const groupBudget = '20s';
export const groupBudgetMs = 20_000;

const mix = { member: 60, rename: 15, replace: 10, read: 15 };
const teamsPerAccount = 6;

/** Groups as an identity provider pushes them: created with members, one member in, one out, renamed, replaced. */
export class TeamsLoad {
  private readonly sender: RequestSender;
  private readonly ledger: Ledger;
  private readonly own: Team[] = [];
  private pushed = 0;

  constructor(sender: RequestSender, ledger: Ledger) {
    this.sender = sender;
    this.ledger = ledger;
  }

  async step(client: ScimClient, accounts: readonly string[], random: Random): Promise<void> {
    if (this.own.length < teamsPerAccount * accounts.length) {
      const made = await this.push(client, random.oneOf(accounts), random);
      if (made) this.own.push(made);
      return;
    }
    const team = random.oneOf(this.own);
    if (team.busy || team.pausedUntil > Date.now()) return;
    team.busy = true;
    try {
      await this.act(client, team, random);
    } finally {
      team.busy = false;
    }
  }

  /** A name that nobody has had, kept in order by the caller: for probes. */
  async rename(client: ScimClient, team: Team, operation = 'rename team'): Promise<Judged> {
    const n = team.nextName();
    const value = { displayName: nameOf(team, n) };
    const body = patchOf({ op: 'replace', value });
    const answer = await this.ask(client, team, operation, 'PATCH', `/Groups/${team.id}`, body);
    this.afterRename(team, answer, n);
    return answer;
  }

  /** A group with some of the people of its account. */
  async push(client: ScimClient, account: string, random: Random): Promise<Team | undefined> {
    const number = (this.pushed += 1);
    const displayName = `Team ${number} name 0`;
    const members = this.membersOf(account, random, 3);
    const body = { schemas: [groupSchema], displayName, members: members.map(({ id }) => ({ value: id })) };
    const nobody = { account, pausedUntil: 0, busy: true, toString: () => `${account}/${displayName}` };
    try {
      const answer = await this.ask(client, nobody, 'push team', 'POST', '/Groups', body);
      this.ledger.teamNames.set(`${account}/${displayName}`, answer.outcome);
      if (answer.status !== 201) return undefined;
      this.sender.markCertain(answer);
      const team = new Team(account, answer.body.id as string, 'directory', number);
      for (const { id = '' } of members) team.placeOf(id).acknowledge(true);
      this.ledger.teams.push(team);
      return team;
    } finally {
      letGo(members);
    }
  }

  private async act(client: ScimClient, team: Team, random: Random): Promise<void> {
    switch (random.weighted(mix)) {
      case 'member':
        return this.moveMember(client, team, random);
      case 'rename':
        return void (await this.rename(client, team));
      case 'replace':
        return this.replace(client, team, random);
      case 'read':
        return this.read(client, team);
    }
  }

  /** Puts somebody in or takes somebody out, in a PATCH as Okta sends it. */
  private async moveMember(client: ScimClient, team: Team, random: Random): Promise<void> {
    const [person] = this.membersOf(team.account, random, 1);
    if (!person?.id) return;
    const { id } = person;
    const place = team.placeOf(id);
    const before = place.known;
    const enters = !(before ?? true);
    const body = memberPatch(id, enters);
    try {
      const name = enters ? 'member enters' : 'member leaves';
      const answer = await this.ask(client, team, name, 'PATCH', `/Groups/${team.id}`, body);
      if (answer.outcome === 'unknown') place.perhaps(enters);
      if (answer.outcome !== 'acknowledged') return;
      place.acknowledge(enters);
      if (before !== undefined) this.sender.markCertain(answer);
    } finally {
      letGo([person]);
    }
  }

  /** The whole group, as with Push Now: who is not named is out. */
  private async replace(client: ScimClient, team: Team, random: Random): Promise<void> {
    const n = team.nextName();
    const members = this.membersOf(team.account, random, 6);
    const listed = new Set(members.map(({ id = '' }) => id));
    const body = {
      schemas: [groupSchema],
      displayName: nameOf(team, n),
      members: [...listed].map((value) => ({ value })),
    };
    try {
      const answer = await this.ask(client, team, 'replace team', 'PUT', `/Groups/${team.id}`, body);
      this.afterRename(team, answer, n);
      for (const id of new Set([...team.members.keys(), ...listed])) {
        const place = team.placeOf(id);
        if (answer.outcome === 'acknowledged') place.acknowledge(listed.has(id));
        if (answer.outcome === 'unknown') place.perhaps(listed.has(id));
      }
    } finally {
      letGo(members);
    }
  }

  private async read(client: ScimClient, team: Team): Promise<void> {
    const answer = await this.ask(client, team, 'read team', 'GET', `/Groups/${team.id}`);
    if (answer.status === 404) this.violated('I1', team, 'is not found, and nobody deleted it');
    if (answer.status !== 200) return;
    const name = numberIn(answer.body.displayName as string);
    if (!team.name.read(name)) this.violated('I1', team, `is named ${name}, not ${String(team.name)}`);
    const members = (answer.body.members ?? []) as { value: string }[];
    const there = new Set(members.map(({ value }) => value));
    for (const person of this.ledger.people) {
      const place = team.members.get(person.id ?? '');
      // Whoever was released leaves by an event, a moment later.
      if (!place || person.released) continue;
      const is = there.has(person.id ?? '');
      if (!place.read(is)) this.violated('I1', team, `${String(person)} in it: ${is}, not ${String(place)}`);
    }
  }

  private afterRename(team: Team, answer: Judged, n: number): void {
    if (answer.outcome === 'unknown') team.name.perhaps(n);
    if (answer.status === 404) this.violated('I1', team, 'is not found, and nobody deleted it');
    if (answer.outcome !== 'acknowledged') return;
    team.name.acknowledge(n);
    this.sender.markCertain(answer);
  }

  /** People who are certainly there; nobody else asks for anything about them before `letGo`. */
  private membersOf(account: string, random: Random, max: number): Person[] {
    const free = this.ledger.people.filter(
      (each) => each.account === account && !each.busy && !each.released && each.present.known === true,
    );
    const chosen = new Set<Person>();
    for (let n = 0; n < max && free.length > 0; n += 1) chosen.add(random.oneOf(free));
    for (const person of chosen) person.busy = true;
    return [...chosen];
  }

  private ask(
    client: ScimClient,
    about: Parameters<RequestSender['send']>[1],
    operation: string,
    ...[method, path, body]: [method: Method, path: string, body?: object]
  ): Promise<Judged> {
    const request = { operation, method, path, budgetMs: groupBudgetMs };
    return this.sender.send(client, about, body ? { ...request, body } : request);
  }

  private violated(invariant: string, team: Team, what: string): void {
    this.ledger.violated(invariant, `${String(team)}: ${what}`);
  }
}

function letGo(people: readonly Person[]): void {
  for (const person of people) person.busy = false;
}

/** No two teams are ever named alike. */
function nameOf({ number }: Team, n: number): string {
  return `Team ${number} name ${n}`;
}
