import { TakeoverCommands, TakeoverQueries, TeamCommands, type TakeoverDetails } from '@rollcall/contracts';
import { v7 as uuidv7 } from 'uuid';
import { readReviewed } from '../checks/reviewed-teams.ts';
import type { Databases } from '../../../tools/stack/databases.ts';
import type { Random } from '../random.ts';
import type { RequestSender } from './request-sender.ts';
import type { Ledger } from './ledger.ts';
import { commandBudgetMs, type Commanded, type Operator } from './operator.ts';
import type { Person } from './person.ts';
import { ReviewedTeam } from './reviewed-team.ts';
import { groupOf, memberPatch } from './scim-bodies.ts';
import type { Method, ScimClient } from './scim-client.ts';
import { outcomeOf, possibleActs, textOf, type ModelTeam, type TakeoverAct } from './takeover-model.ts';
import { groupBudgetMs } from './teams-load.ts';

const maxTeams = 6;

interface TakeoversParts {
  readonly sender: RequestSender;
  readonly operator: Operator;
  readonly ledger: Ledger;
  /** Past the proxy: where what nobody was told is read. */
  readonly databases: Databases;
  /** Of the account, whose setting is `teamTakeover: review`. */
  readonly people: readonly Person[];
  readonly account: string;
}

/**
 * Groups that take teams of the workspace over: pushed and kept, changed while they wait, allowed, declined, taken over, undone. One request at a time
 * is under way for each team, so what must come of it is known (`outcomeOf`), and every answer is held against that.
 */
export class TakeoversLoad {
  private readonly parts: TakeoversParts;
  private made = 0;

  constructor(parts: TakeoversParts) {
    this.parts = parts;
  }

  async step(client: ScimClient, random: Random): Promise<void> {
    const { reviewed } = this.parts.ledger;
    if (reviewed.length < maxTeams) return this.makeTeam();
    const team = random.oneOf(reviewed);
    if (team.busy || team.pausedUntil > Date.now()) return;
    team.busy = true;
    try {
      await this.actOn(team, client, random);
    } finally {
      team.busy = false;
    }
  }

  private async actOn(team: ReviewedTeam, client: ScimClient, random: Random): Promise<void> {
    const state = team.known ?? (await this.settled(team));
    if (!state) return;
    const act = this.chooseAct(state, random);
    if (act.do === 'hand') return this.byHand(team, state, act);
    if (act.do === 'allow' || act.do === 'decline' || act.do === 'undo') return this.decide(team, state, act.do);
    return this.asDirectory(client, team, state, act);
  }

  /** What is there after a request of which nobody knows: it has happened, or it has not. */
  private async settled(team: ReviewedTeam): Promise<ModelTeam | undefined> {
    const found = await readReviewed(this.parts.databases, [team.id]).catch(() => undefined);
    const is = found?.get(team.id);
    if (!is) return undefined;
    if (!team.settle(is)) {
      this.violated(team, `is by halves: ${textOf(is)}; expected ${team.expected}`);
      team.acknowledge(is);
    }
    return team.known;
  }

  private chooseAct(state: ModelTeam, random: Random): TakeoverAct {
    const what = random.oneOf(possibleActs(state));
    switch (what) {
      case 'push': {
        const mayBeEmpty = state.ownedBy === 'workspace' && state.takeover?.state !== 'allowed';
        return { do: what, members: mayBeEmpty && random.next() < 0.5 ? [] : this.some(random) };
      }
      case 'replace':
        return { do: what, members: this.some(random) };
      case 'member':
      case 'hand': {
        const [userId = ''] = this.some(random, 1);
        // The last one stays: nobody is left by a PATCH.
        const { members, takeover } = state;
        const on = takeover?.kept === true && what === 'member' ? takeover.pushed : members;
        return { do: what, userId, enters: on.size < 2 || !on.has(userId) };
      }
      case 'withdraw':
      case 'allow':
      case 'decline':
      case 'undo':
        return { do: what };
    }
  }

  private async asDirectory(client: ScimClient, team: ReviewedTeam, state: ModelTeam, act: OfDirectory): Promise<void> {
    const expected = outcomeOf(act, state);
    const [method, path, body] = requestOf(act, team);
    const request = { operation: `takeover: ${act.do}`, method, path, budgetMs: groupBudgetMs };
    const answer = await this.parts.sender.send(client, team, body ? { ...request, body } : request);
    if (answer.outcome === 'unknown') return team.perhaps(expected.after);
    if (answer.status === 429) return;
    if (answer.status !== expected.status) {
      const said = `${answer.status} ${JSON.stringify(answer.body)}`;
      return this.violated(team, `${act.do} was answered ${said}, not ${expected.status}: ${team.expected}`);
    }
    if (answer.status === 409 && expected.after !== state) this.parts.sender.markKept(answer);
    team.acknowledge(expected.after);
    if (expected.raisesEvents) this.parts.sender.markCertain(answer);
  }

  private async byHand(team: ReviewedTeam, state: ModelTeam, act: Extract<TakeoverAct, { do: 'hand' }>): Promise<void> {
    const definition = act.enters ? TeamCommands.addMemberByHand : TeamCommands.removeMemberByHand;
    const facts = { teamId: team.id, userId: act.userId };
    const done = await this.parts.operator.command(team.account, 'takeover: by hand', definition, facts);
    this.afterCommand(team, state, act, done);
  }

  /** As an admin does: looks who gains, loses and stays, and decides about just that. */
  private async decide(team: ReviewedTeam, state: ModelTeam, what: 'allow' | 'decline' | 'undo'): Promise<void> {
    const shown = await this.preview(team, state);
    if (!shown) return;
    const facts = { teamId: team.id, takeoverId: shown.id, ifMatch: [String(shown.version)] };
    const done = await this.parts.operator.command(team.account, `takeover: ${what}`, TakeoverCommands[what], facts);
    this.afterCommand(team, state, { do: what }, done);
  }

  private afterCommand<Body extends object>(
    team: ReviewedTeam,
    state: ModelTeam,
    act: TakeoverAct,
    { outcome, reply, requestId }: Commanded<Body>,
  ): void {
    const { after, raisesEvents } = outcomeOf(act, state);
    if (outcome === 'unknown') {
      team.pausedUntil = Date.now() + commandBudgetMs;
      return team.perhaps(after);
    }
    if (!reply) return; // it was not sent
    if (!reply.ok) {
      if (!busyCodes.has(reply.code)) this.violated(team, `${act.do} was refused (${reply.code}): ${team.expected}`);
      return;
    }
    team.acknowledge(after);
    if (raisesEvents) this.parts.sender.markCertain({ requestId });
  }

  /** The newest takeover, and whether it shows who will be there: what an admin is shown is what happens. */
  private async preview(team: ReviewedTeam, { members, takeover }: ModelTeam): Promise<TakeoverDetails | undefined> {
    const { operator } = this.parts;
    const page = await operator.query(team.account, TakeoverQueries.list, { limit: 200 });
    const newest = page?.takeovers.find(({ teamId }) => teamId === team.id);
    if (!page || !takeover) return undefined;
    if (!newest || newest.state !== takeover.state) {
      this.violated(team, `an admin is shown ${newest?.state ?? 'no takeover'}: ${team.expected}`);
      return undefined;
    }
    const details = await operator.query(team.account, TakeoverQueries.find, { takeoverId: newest.id });
    if (!details) return undefined;
    const coming = takeover.state === 'done' ? takeover.former : takeover.pushed;
    const stay = coming.intersection(members).size;
    const { gain, lose, ...counts } = details.counts;
    if (counts.stay !== stay || gain !== coming.size - stay || lose !== members.size - stay)
      this.violated(team, `an admin is shown ${JSON.stringify(details.counts)}: ${team.expected}`);
    return details;
  }

  private async makeTeam(): Promise<void> {
    const { operator, ledger, account } = this.parts;
    const displayName = `Reviewed ${(this.made += 1)}`;
    const teamId = uuidv7();
    const facts = { teamId, displayName };
    const { outcome } = await operator.command(account, 'make reviewed team', TeamCommands.createByHand, facts);
    ledger.teamNames.set(`${account}/${displayName}`, outcome);
    if (outcome === 'acknowledged') ledger.reviewed.push(new ReviewedTeam(account, teamId, displayName));
  }

  private some(random: Random, max = 4): string[] {
    const chosen = new Set(
      Array.from({ length: random.between(1, max) }, () => random.oneOf(this.parts.people).id ?? ''),
    );
    return [...chosen];
  }

  private violated(team: ReviewedTeam, what: string): void {
    this.parts.ledger.violated('I11', `${String(team)}: ${what}`);
  }
}

/** What is refused because too much is under way, or because it came too late: nothing has happened. */
const busyCodes: ReadonlySet<string> = new Set(['expired', 'overtaken', 'dependency-away']);

/** What the directory says; the rest is people's. */
type OfDirectory = Exclude<TakeoverAct, { do: 'hand' | 'allow' | 'decline' | 'undo' }>;
type RequestOfAct = readonly [method: Method, path: string, body?: object];

function requestOf(act: OfDirectory, { id, displayName }: ReviewedTeam): RequestOfAct {
  const path = `/Groups/${id}`;
  switch (act.do) {
    case 'push':
      return ['POST', '/Groups', groupOf(displayName, act.members)];
    case 'replace':
      return ['PUT', path, groupOf(displayName, act.members)];
    case 'member':
      return ['PATCH', path, memberPatch(act.userId, act.enters)];
    case 'withdraw':
      return ['DELETE', path];
  }
}
