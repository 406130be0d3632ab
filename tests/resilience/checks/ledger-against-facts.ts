import { verify } from '@node-rs/argon2';
import type { Ledger } from '../load/ledger.ts';
import { numberIn, passwordOf, type Person, type Team } from '../load/person.ts';
import type { Facts, TeamFact, UserFact } from './facts.ts';
import type { Streams } from './streams.ts';

/** Everything that was answered, held against the databases and the streams (I1 to I8); what differs is entered in the ledger. */
export class LedgerAgainstFacts {
  private readonly ledger: Ledger;
  private readonly facts: Facts;
  private readonly streams: Streams;
  /** Slugs by account id. */
  private readonly slugs: ReadonlyMap<string, string>;

  constructor(ledger: Ledger, facts: Facts, streams: Streams, slugs: ReadonlyMap<string, string>) {
    this.ledger = ledger;
    this.facts = facts;
    this.streams = streams;
    this.slugs = slugs;
  }

  async check(): Promise<void> {
    await this.checkPeople();
    this.checkTeams();
    this.checkChanges();
    this.checkVersions();
    this.checkCopies();
    this.checkTokens();
  }

  private async checkPeople(): Promise<void> {
    const rows = new Map(this.facts.users.map((user) => [`${this.slugOf(user.accountId)}/${user.userName}`, user]));
    for (const person of this.ledger.people) {
      const key = `${person.account}/${person.userName}`;
      const row = rows.get(key);
      rows.delete(key);
      await this.checkPerson(person, row);
    }
    for (const [name, { accountId }] of rows) {
      if (!/\/admin@/.test(name) && !this.ledger.unrecorded.has(this.slugOf(accountId)))
        this.violated('I2', name, 'is there, and nobody assigned it');
    }
  }

  private async checkPerson(person: Person, row: UserFact | undefined): Promise<void> {
    const is = row !== undefined && !row.released;
    if (!person.present.allows(is)) {
      return this.violated(is ? 'I2' : 'I1', person, `is ${is ? '' : 'not '}there, not ${String(person.present)}`);
    }
    if (!row) return;
    if (person.id !== undefined && person.id !== row.id) this.violated('I3', person, `is ${row.id} in the database`);
    await this.checkPassword(person, row);
    if (!is) return;
    const [title, name] = [numberIn(row.title ?? ''), numberIn(row.displayName ?? '')];
    if (title !== name) this.violated('I2', person, `half a change: title ${title}, displayName ${name}`);
    if (!person.profile.allows(title))
      this.violated('I1', person, `profile is ${title}, not ${String(person.profile)}`);
    if (!person.active.allows(row.active))
      this.violated('I1', person, `active is ${row.active}, not ${String(person.active)}`);
  }

  private async checkPassword(person: Person, { hash }: UserFact): Promise<void> {
    if (hash === null) {
      if (!person.password.allows(0)) this.violated('I1', person, `has no password, not ${String(person.password)}`);
      return;
    }
    for (const n of person.password.all) if (n > 0 && (await verify(hash, passwordOf(n)))) return;
    this.violated('I1', person, `has another password than ${String(person.password)}`);
  }

  private checkTeams(): void {
    const rows = new Map(this.facts.teams.map((team) => [team.id, team]));
    for (const team of this.ledger.teams) {
      const row = rows.get(team.id);
      rows.delete(team.id);
      if (row) this.checkTeam(team, row);
      else this.violated('I1', team, 'is not there, and nobody deleted it');
    }
    for (const { id } of this.ledger.reviewed) rows.delete(id);
    for (const { id, accountId, displayName } of rows.values()) {
      const outcome = this.ledger.teamNames.get(`${this.slugOf(accountId)}/${displayName}`);
      if (outcome !== 'unknown' && !this.ledger.unrecorded.has(this.slugOf(accountId)))
        this.violated('I2', `team ${id}`, `"${displayName}" is there (${outcome ?? 'unasked'})`);
    }
    // I7: what the directory owns is as it said.
    for (const { id, ownedBy, roster, members } of this.facts.teams) {
      if (ownedBy === 'directory' && roster.join() !== members.join()) {
        this.violated('I7', `team ${id}`, `roster ${roster.join()}, memberships ${members.join()}`);
      }
    }
    if (this.facts.heldRuns > 0) this.violated('I7', 'reconciler', `${this.facts.heldRuns} runs are held`);
  }

  private checkTeam(team: Team, row: TeamFact): void {
    if (row.ownedBy !== team.ownedBy) this.violated('I7', team, `is owned by the ${row.ownedBy}`);
    const name = team.ownedBy === 'directory' ? numberIn(row.displayName) : 0;
    if (!team.name.allows(name)) this.violated('I1', team, `is named ${name}, not ${String(team.name)}`);
    const there = new Set(team.ownedBy === 'directory' ? row.roster : row.members);
    for (const [userId, place] of team.members) {
      const is = there.has(userId);
      there.delete(userId);
      const left = this.streams.released.has(userId); // and was never put in again
      const fine = left ? !is : place.allows(is);
      if (!fine) this.violated('I1', team, `${userId} in it: ${is}, not ${left ? 'since the release' : String(place)}`);
    }
    for (const userId of there) this.violated('I2', team, `${userId} is in it, and nobody put it there`);
  }

  /** What was acknowledged left its mark, what was refused none. That nothing left two, the streams know (I3). */
  private checkChanges(): void {
    for (const [id, { what, outcome, certain }] of this.ledger.changes) {
      const effects = this.streams.effects.get(id) ?? 0;
      if (outcome === 'refused' && effects > 0)
        this.violated('I2', what, `request ${id} was refused, and had an effect`);
      if (certain && effects === 0)
        this.violated('I1', what, `request ${id} was acknowledged, and no event tells of it`);
    }
  }

  /** I4: what was committed was published, to the last version. */
  private checkVersions(): void {
    const { users, teams, accounts, tokens } = this.facts;
    for (const { id, version } of [...users, ...teams, ...accounts, ...tokens]) {
      const lastInEvents = this.streams.versions.get(id) ?? 0;
      if (lastInEvents !== version)
        this.violated('I4', id, `has version ${version}, its events end with ${lastInEvents}`);
    }
  }

  /** I6: what team-service remembers of people is what user-service knows. */
  private checkCopies(): void {
    const users = new Map(this.facts.users.map((user) => [`${user.accountId}/${user.id}`, user]));
    for (const { accountId, userId, version, active, released } of this.facts.people) {
      const user = users.get(`${accountId}/${userId}`);
      if (!user) this.violated('I6', userId, 'is remembered by team-service, and is nobody');
      else if (user.active !== active || user.released !== released || version > user.version) {
        const knows = `active ${active}, released ${released}, version ${version}`;
        const is = `active ${user.active}, released ${user.released}, version ${user.version}`;
        this.violated('I6', userId, `team-service remembers ${knows}; user-service says ${is}`);
      }
    }
  }

  private checkTokens(): void {
    for (const { id, revoked } of this.facts.tokens) {
      if (revoked) this.violated('I6', `token ${id}`, 'was revoked, and its admin was never touched');
    }
  }

  private slugOf(accountId: string): string {
    return this.slugs.get(accountId) ?? accountId;
  }

  private violated(invariant: string, whom: unknown, what: string): void {
    this.ledger.violated(invariant, `${String(whom)}: ${what}`);
  }
}
