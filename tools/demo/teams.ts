import { must, type Okta, type Person, type ScimGroup, type ScimUser } from './okta.ts';
import type { Operator } from './operator.ts';

export interface Employee {
  readonly person: Person;
  readonly user: ScimUser;
}

/** The account as the stack made it. */
export interface Account {
  readonly accountSlug: string;
  readonly adminEmail: string;
}

interface Team {
  readonly id: string;
  readonly ownedBy: string;
  readonly members: readonly string[];
}

const nameOf = ({ person }: Employee) => `${person.givenName} ${person.familyName}`;
const namesOf = (employees: readonly Employee[]) => employees.map(nameOf).join(', ');
const idsOf = (employees: readonly Employee[]) => employees.map(({ user }) => user.id);
const same = (some: readonly string[], others: readonly string[]) =>
  some.toSorted().join() === others.toSorted().join();

/** Groups become teams, one takes over a team of the product, and a stranger is put out again. `day` makes names new at each run. */
export async function teamsOfTheDay(
  okta: Okta,
  operator: Operator,
  account: Account,
  employees: readonly Employee[],
  day: string,
): Promise<void> {
  const [former, ...others] = employees.slice(5);
  const [stranger, ...colleagues] = others;
  if (!former || !stranger || colleagues.length < 12) throw new Error('fewer people than the story needs');
  const story = new TeamStory(okta, operator, account);
  await story.pushNew(`Engineering ${day}`, colleagues.slice(0, 8));
  const design = colleagues.slice(8, 12);
  const id = await story.takeOver(`Design ${day}`, former, design);
  await story.evict(id, `Design ${day}`, stranger, design);
}

class TeamStory {
  private readonly okta: Okta;
  private readonly operator: Operator;
  private readonly slug: string;
  private readonly adminEmail: string;
  private readonly byHand: readonly string[];

  constructor(okta: Okta, operator: Operator, { accountSlug, adminEmail }: Account) {
    this.okta = okta;
    this.operator = operator;
    this.slug = accountSlug;
    this.adminEmail = adminEmail;
    this.byHand = ['--actor', adminEmail];
  }

  async pushNew(name: string, members: readonly Employee[]): Promise<void> {
    const { id } = await this.push(name, members);
    must(same((await this.team(id)).members, idsOf(members)), 'the team is not the group');
    const [first] = members;
    const groups = first ? (await this.okta.read(first.user.id)).body.groups : undefined;
    must(JSON.stringify(groups).includes(id), 'a member does not have the group among its groups');
    console.log(`\nThe group "${name}" is pushed: a team of ${members.length} people, who see it among their groups.`);
  }

  /** @returns the id of the team, which stays the same */
  async takeOver(name: string, former: Employee, members: readonly Employee[]): Promise<string> {
    const { slug, byHand, operator } = this;
    const { id } = await operator.run<Team>('team', 'create', slug, name, ...byHand);
    await operator.run('team', 'add-member', slug, id, former.user.id, ...byHand);
    console.log(`In the product, an admin makes a team "${name}" and puts ${nameOf(former)} into it.`);
    const group = await this.push(name, members);
    must(group.id === id, 'the group made a second team of the same name');
    const team = await this.team(id);
    must(team.ownedBy === 'directory' && same(team.members, idsOf(members)), 'the group did not replace the members');
    console.log(`The group "${name}" is pushed: it takes that team over, with the same id.
  ${namesOf(members)} gain access, ${nameOf(former)} loses it.`);
    return id;
  }

  async evict(id: string, name: string, stranger: Employee, members: readonly Employee[]): Promise<void> {
    const since = new Date();
    await this.operator.run('team', 'add-member', this.slug, id, stranger.user.id, ...this.byHand);
    console.log(`An admin puts ${nameOf(stranger)} into "${name}" by hand. On rollcall.team.events:`);
    const topic = { topic: 'team.events', user: stranger.user.id, since };
    const messages = await this.operator.watch(topic, ({ type }) => type === 'team.reconciled');
    const added = messages.find(({ type, key }) => type === 'team.members-added' && key === id);
    const reconciled = messages.at(-1);
    const why = reconciled?.payload.evicted?.find(({ userId }) => userId === stranger.user.id)?.reason;
    if (!added || !reconciled || why === undefined) throw new Error('the topic tells another story');
    const seconds = (Date.parse(reconciled.time) - Date.parse(added.time)) / 1_000;
    console.log(`  ${added.time}  ${added.type}: ${nameOf(stranger)} is in, ${added.payload.reason ?? 'without a reason'}
  ${reconciled.time}  ${reconciled.type}: ${nameOf(stranger)} is out, ${seconds.toFixed(2)} s later, because:
    ${why.replace(/^added by admin \S+/, `added by admin ${this.adminEmail}`)}`);
    must(same((await this.team(id)).members, idsOf(members)), 'the team is not the group any more');
  }

  /** As Okta does it: is it there, make it without members, say the name once more, then the members, and read it. */
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

  private team(id: string): Promise<Team> {
    return this.operator.run<Team>('team', 'show', this.slug, id);
  }
}
