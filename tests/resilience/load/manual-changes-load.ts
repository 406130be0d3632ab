import { TeamCommands } from '@rollcall/contracts';
import { v7 as uuidv7 } from 'uuid';
import type { Random } from '../random.ts';
import type { Ledger } from './ledger.ts';
import { commandBudgetMs, type Operator } from './operator.ts';
import { Team } from './person.ts';

const ownTeamsPerAccount = 2;

/**
 * People of the account who change teams by hand: what they do to a directory-owned team must be put right, what they do to one
 * of their own must stay.
 */
export class ManualChangesLoad {
  private readonly operator: Operator;
  private readonly ledger: Ledger;
  private readonly slugs: readonly string[];
  private made = 0;

  /** `slugs`: of the accounts that they work in. */
  constructor(operator: Operator, ledger: Ledger, slugs: readonly string[]) {
    this.operator = operator;
    this.ledger = ledger;
    this.slugs = slugs;
  }

  async step(random: Random): Promise<void> {
    const own = this.ledger.teams.filter(({ ownedBy }) => ownedBy === 'workspace');
    if (own.length < ownTeamsPerAccount * this.slugs.length) return this.makeTeam(random);
    const free = this.ledger.teams.filter(({ busy, pausedUntil }) => !busy && pausedUntil <= Date.now());
    if (free.length === 0) return;
    const team = random.oneOf(free);
    const there = this.ledger.people.filter(
      (each) => each.account === team.account && !each.busy && !each.released && each.present.known === true,
    );
    if (there.length === 0) return;
    const person = random.oneOf(there);
    team.busy = person.busy = true;
    try {
      await this.move(team, person.id ?? '', random.next() < 0.5);
    } finally {
      team.busy = person.busy = false;
    }
  }

  private async move(team: Team, userId: string, enters: boolean): Promise<void> {
    const definition = enters ? TeamCommands.addMemberByHand : TeamCommands.removeMemberByHand;
    const what = `${enters ? 'add' : 'remove'} by hand (${team.ownedBy})`;
    const began = Date.now();
    const { outcome } = await this.operator.command(team.account, what, definition, { teamId: team.id, userId });
    if (outcome === 'unknown') team.pausedUntil = began + commandBudgetMs + 2_000;
    if (team.ownedBy === 'directory') return;
    if (outcome === 'acknowledged') team.placeOf(userId).acknowledge(enters);
    if (outcome === 'unknown') team.placeOf(userId).perhaps(enters);
  }

  private async makeTeam(random: Random): Promise<void> {
    const slug = random.oneOf(this.slugs);
    this.made += 1;
    const displayName = `Own team ${this.made}`;
    const teamId = uuidv7();
    const facts = { teamId, displayName };
    const { outcome } = await this.operator.command(slug, 'make team by hand', TeamCommands.createByHand, facts);
    this.ledger.teamNames.set(`${slug}/${displayName}`, outcome);
    if (outcome === 'acknowledged') this.ledger.teams.push(new Team(slug, teamId, 'workspace', this.made));
  }
}
