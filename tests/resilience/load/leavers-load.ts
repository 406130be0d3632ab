import { LeaverCommands, LeaverQueries } from '@rollcall/contracts';
import { setTimeout as pause } from 'node:timers/promises';
import { databaseOf, type Databases } from '../../../tools/stack/databases.ts';
import { rowsOf } from '../checks/facts.ts';
import type { Random } from '../random.ts';
import type { RequestSender } from './request-sender.ts';
import type { Leaver } from './leaver.ts';
import { commandBudgetMs, type Commanded, type Operator } from './operator.ts';
import { patchOf } from './scim-bodies.ts';
import type { ScimClient } from './scim-client.ts';

interface LeaversParts {
  readonly sender: RequestSender;
  readonly operator: Operator;
  /** Past the proxy: where an hour is made to pass. */
  readonly databases: Databases;
  readonly leavers: readonly Leaver[];
  /** Whose setting `deprovisionBrake` is on. */
  readonly account: string;
}

const mix = { leave: 50, return: 20, approve: 12, decline: 8, approveAll: 10 };

/**
 * More people leave than the brake lets go: the directory makes them inactive, and sends them as active again; admins approve and decline single people, and
 * all by their number.
 */
export class LeaversLoad {
  private readonly parts: LeaversParts;
  /** Requests about leavers that are under way. Who approves all works alone: else nobody could say whom that was. */
  private underWay = 0;
  private isAlone = false;
  private passes = false;

  constructor(parts: LeaversParts) {
    this.parts = parts;
  }

  async step(client: ScimClient, random: Random): Promise<void> {
    if (this.isAlone) return;
    const what = random.weighted(mix);
    if (what === 'approveAll') return this.approveAll();
    const { leavers } = this.parts;
    const isDecision = what === 'approve' || what === 'decline';
    const meant = isDecision ? leavers.filter(({ held }) => held.allows('held') || held.allows('declined')) : leavers;
    if (meant.length === 0) return;
    const leaver = random.oneOf(meant);
    const { person } = leaver;
    if (person.busy || person.pausedUntil > Date.now()) return;
    person.busy = true;
    this.underWay += 1;
    try {
      if (what === 'leave' || what === 'return') await this.send(client, leaver, what === 'return');
      else await this.decide(leaver, what);
    } finally {
      person.busy = false;
      this.underWay -= 1;
    }
  }

  /** The directory says that the person is active, or not. */
  private async send(client: ScimClient, leaver: Leaver, active: boolean): Promise<void> {
    const { sender } = this.parts;
    const { person, held } = leaver;
    const [before, wasHeld] = [person.active.known, held.known];
    const body = patchOf({ op: 'replace', value: { active } });
    const operation = active ? 'brake: return' : 'brake: leave';
    const answer = await sender.send(client, person, { operation, method: 'PATCH', path: `/Users/${person.id}`, body });
    if (answer.outcome === 'unknown') {
      person.active.perhaps(active);
      held.perhaps('not');
      if (!active) held.perhaps(held.allows('declined') ? 'declined' : 'held');
    } else if (answer.status === 200) {
      leaver.is(active);
      if (before === !active) sender.markCertain(answer);
    } else if (answer.status === 409 && !active) {
      sender.markKept(answer);
      this.isHeldNow(leaver);
      if (before === true && wasHeld === 'not') sender.markCertain(answer);
    }
  }

  /** The brake keeps the person: who was declined stays declined. Approved she cannot be: then she would have left. */
  private isHeldNow({ person, held }: Leaver): void {
    const { all } = held;
    held.acknowledge(all.includes('declined') ? 'declined' : 'held');
    if (all.includes('declined') && all.length > 1) held.perhaps('held');
    person.active.acknowledge(true);
  }

  private async decide(leaver: Leaver, what: 'approve' | 'decline'): Promise<void> {
    const { operator, account, sender } = this.parts;
    const { person, held } = leaver;
    const userIds = [person.id ?? ''];
    const done = await operator.command(account, `brake: ${what}`, LeaverCommands[what], { userIds });
    if (done.outcome === 'acknowledged') sender.markCertain(done);
    const isUnknown = pauseAfter(done, leaver);
    if (what === 'approve' && isUnknown) leaver.perhapsApproved();
    else if (what === 'approve' && done.outcome === 'acknowledged') leaver.approve();
    else if (isUnknown) held.perhaps('declined');
    else if (done.outcome === 'acknowledged') held.acknowledge('declined');
  }

  /** All who are held, by their number. Then an hour goes by, so that the brake holds again. */
  private async approveAll(): Promise<void> {
    this.isAlone = true;
    try {
      while (this.underWay > 0) await pause(20);
      if (this.passes) return await this.letAnHourPass();
      const { operator, account, leavers } = this.parts;
      const page = await operator.query(account, LeaverQueries.list, { limit: 1 });
      if (!page || page.held === 0) return;
      const facts = { count: page.held };
      const done = await operator.command(account, 'brake: approve all', LeaverCommands.approve, facts);
      if (done.outcome === 'refused') return;
      this.passes = true;
      for (const leaver of leavers.filter(({ held }) => held.allows('held'))) {
        if (pauseAfter(done, leaver) || leaver.held.known !== 'held') leaver.perhapsApproved();
        else leaver.approve();
      }
    } finally {
      this.isAlone = false;
    }
  }

  private async letAnHourPass(): Promise<void> {
    const { migrationUrl } = databaseOf(this.parts.databases, 'user-service');
    const hour = [
      `UPDATE leaver_passes SET passes_until = now()`,
      `UPDATE recent_leavers SET left_at = left_at - interval '1 hour'`,
    ];
    await rowsOf(migrationUrl, hour).then(
      () => (this.passes = false),
      () => undefined, // the database is away: later
    );
  }
}

/** Whether nobody knows what became of the command; then the person is left alone until it is decided. */
function pauseAfter<Body extends object>({ outcome }: Commanded<Body>, { person }: Leaver): boolean {
  if (outcome === 'unknown') person.pausedUntil = Date.now() + commandBudgetMs;
  return outcome === 'unknown';
}
