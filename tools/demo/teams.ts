import { setTimeout as pause } from 'node:timers/promises';
import { must, Surprise, type Okta, type Person, type ScimGroup, type ScimUser } from './okta.ts';
import type { Run, WorkspaceAdmin } from './workspace-admin.ts';

export interface Employee {
  readonly person: Person;
  readonly user: ScimUser;
}

/** Somebody who was put out of a team. */
export interface PutOut {
  readonly teamId: string;
  readonly outsider: Employee;
}

const nameOf = ({ person }: Employee) => `${person.givenName} ${person.familyName}`;
const namesOf = (employees: readonly Employee[]) => employees.map(nameOf).join(', ');
const idsOf = (employees: readonly Employee[]) => employees.map(({ user }) => user.id);
const same = (some: readonly string[], others: readonly string[]) =>
  some.toSorted().join() === others.toSorted().join();

/**
 * Pushes groups as teams, takes over a team of the product, and shows how a manually added member is evicted. `day`
 * makes names unique to a run.
 * @returns who was evicted
 */
export async function teamsOfTheDay(
  okta: Okta,
  admin: WorkspaceAdmin,
  employees: readonly Employee[],
  day: string,
): Promise<PutOut> {
  const [former, ...others] = employees.slice(5);
  const [outsider, ...colleagues] = others;
  if (!former || !outsider || colleagues.length < 12) throw new Error('fewer people than the story needs');
  const history = new TeamHistory(okta, admin);
  await history.pushNew(`Engineering ${day}`, colleagues.slice(0, 8));
  const design = colleagues.slice(8, 12);
  const id = await history.takeOver(`Design ${day}`, former, design);
  await history.evict(id, `Design ${day}`, outsider, design);
  await history.review(`Research ${day}`, former, design);
  return { teamId: id, outsider };
}

class TeamHistory {
  private readonly okta: Okta;
  private readonly admin: WorkspaceAdmin;

  constructor(okta: Okta, admin: WorkspaceAdmin) {
    this.okta = okta;
    this.admin = admin;
  }

  async pushNew(name: string, members: readonly Employee[]): Promise<void> {
    const { id } = await this.push(name, members);
    must(same(await this.admin.membersOf(id), idsOf(members)), 'the team is not the group');
    const [first] = members;
    const groups = first ? (await this.okta.read(first.user.id)).body.groups : undefined;
    must(JSON.stringify(groups).includes(id), 'a member does not have the group among its groups');
    console.log(`\nThe group "${name}" is pushed: a team of ${members.length} people, who see it among their groups.`);
  }

  /** @returns the id of the team, which the takeover keeps */
  async takeOver(name: string, former: Employee, members: readonly Employee[]): Promise<string> {
    const { id } = await this.admin.createTeam(name);
    await this.admin.addMember(id, former.user.id);
    console.log(`In the product, an admin makes a team "${name}" and puts ${nameOf(former)} into it.`);
    const asked = idsOf(members).map((value) => ({ value }));
    const { outcome, membersGained, membersLost } = await this.okta.wouldPush(name, asked);
    const [gained, lost] = [membersGained?.count, membersLost?.count];
    must(outcome === 'taken-over' && gained === members.length && lost === 1, 'the dry run of the push says otherwise');
    must(same(await this.admin.membersOf(id), [former.user.id]), 'the dry run of the push has changed the team');
    console.log(`Before the group is pushed, somebody asks what that would do (a dry run): it would take the team over, let ${gained} people
  in and put ${lost} out. Nothing has happened.`);
    const group = await this.push(name, members);
    must(group.id === id, 'the group made a second team of the same name');
    const { ownedBy } = await this.admin.team(id);
    const now = await this.admin.membersOf(id);
    must(ownedBy === 'directory' && same(now, idsOf(members)), 'the group did not replace the members');
    console.log(`The group "${name}" is pushed: it takes that team over, with the same id.
  ${namesOf(members)} gain access, ${nameOf(former)} loses it.`);
    return id;
  }

  /** With `teamTakeover: review`: an admin looks at a takeover, allows it, and undoes it. */
  async review(name: string, former: Employee, members: readonly Employee[]): Promise<void> {
    await this.admin.change({ teamTakeover: 'review' });
    try {
      const { id } = await this.admin.createTeam(name);
      await this.admin.addMember(id, former.user.id);
      await this.untilReviewed(`Probe for ${name}`);
      await this.push(name, members);
      must(same(await this.admin.membersOf(id), idsOf([former])), 'a team was taken over before an admin allowed it');
      const waiting = await this.admin.takeoverOf(id);
      console.log(`\nThe account wants to be asked from now on. The group "${name}" is pushed, and the team of that name stays as it is. An admin reads:
  ${waiting.sentence}`);
      await this.admin.decide('allow', waiting);
      must(same(await this.admin.membersOf(id), idsOf(members)), 'what was allowed did not happen');
      const done = await this.admin.takeoverOf(id);
      console.log(`The admin allows it, and it has happened:\n  ${done.sentence}`);
      await this.admin.decide('undo', done);
      must(same(await this.admin.membersOf(id), idsOf([former])), 'the former members are not in again');
      console.log(`The admin undoes it: the team is the workspace's again, and ${nameOf(former)} is in it as before.`);
    } finally {
      await this.admin.change({ teamTakeover: 'replace' });
    }
  }

  /** Settings travel to team-service in a moment: a team that nobody needs says when. */
  private async untilReviewed(name: string): Promise<void> {
    for (let tries = 0; tries < 100; tries += 1) {
      const { id } = await this.admin.createTeam(`${name} ${tries}`);
      await this.okta.createGroup(`${name} ${tries}`);
      if ((await this.admin.team(id)).ownedBy === 'workspace') return;
      await pause(100);
    }
    throw new Surprise('ten seconds after the setting was changed, teams are still taken over without asking');
  }

  async evict(id: string, name: string, outsider: Employee, members: readonly Employee[]): Promise<void> {
    const began = performance.now();
    const { outcome } = await this.admin.addMember(id, outsider.user.id);
    must(outcome === 'until-reconciled', 'nobody said that the directory owns the team');
    console.log(`An admin puts ${nameOf(outsider)} into "${name}" by hand. It is accepted, until reconciled.`);
    const run = await this.runThatEvicts(id, outsider.user.id);
    const seconds = ((performance.now() - began) / 1_000).toFixed(2);
    const why = run.evicted.find(({ userId }) => userId === outsider.user.id)?.reason ?? '';
    console.log(`  ${seconds} s later ${nameOf(outsider)} is out again, because:\n    ${why}`);
    must(same(await this.admin.membersOf(id), idsOf(members)), 'the team is not the group any more');
  }

  private async runThatEvicts(id: string, userId: string): Promise<Run> {
    for (let tries = 0; tries < 300; tries += 1) {
      const runs = await this.admin.runsOf(id);
      const found = runs.find(({ evicted }) => evicted.some((each) => each.userId === userId));
      if (found) return found;
      await pause(100);
    }
    throw new Surprise('whoever was put into the team by hand is still in it after 30 seconds');
  }

  /**
   * Pushes a group as Okta does: looks it up, creates it without members, sends the name again, then the members, and
   * reads it.
   */
  private async push(name: string, members: readonly Employee[]): Promise<ScimGroup> {
    must((await this.okta.findGroup(name)).body.totalResults === 0, `a group "${name}" exists already`);
    const { body: made } = await this.okta.createGroup(name);
    await this.okta.renameGroup(made.id, name);
    await this.okta.addMembers(
      made.id,
      members.map(({ user, person }) => ({ value: user.id, display: person.userName })),
    );
    const { body: group } = await this.okta.readGroup(made.id);
    const got = (group.members ?? []).map(({ value }) => value);
    must(group.displayName === name && same(got, idsOf(members)), `"${name}" is not what was pushed`);
    return group;
  }
}
