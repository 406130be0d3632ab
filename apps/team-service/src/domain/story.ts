import {
  membersPerEvent,
  TeamEvents,
  type Actor,
  type MessageDefinition,
  type PendingEvent,
} from '@rollcall/contracts';
import type { Team } from './team.js';

/**
 * Tells what happens to one team, event by event: each raises the version by one. Warnings, which change nothing,
 * raise none.
 */
export class Story {
  readonly events: PendingEvent[] = [];
  private version: number;

  constructor(
    private readonly team: Team,
    private readonly actor: Actor,
  ) {
    this.version = team.version;
  }

  /** The version after everything told so far. */
  get currentVersion(): number {
    return this.version;
  }

  tell<Payload extends object>(event: MessageDefinition<Payload>, facts: object = {}): void {
    this.version += 1;
    this.add(event.type, facts, this.version);
  }

  warn<Payload extends object>(event: MessageDefinition<Payload>, facts: object): void {
    this.add(event.type, facts);
  }

  membersAdded(userIds: readonly string[], reason?: string): void {
    for (const chunk of chunks(userIds)) this.tell(TeamEvents.membersAdded, { userIds: chunk, ...because(reason) });
  }

  membersRemoved(userIds: readonly string[], reason?: string): void {
    for (const chunk of chunks(userIds)) this.tell(TeamEvents.membersRemoved, { userIds: chunk, ...because(reason) });
  }

  private add(type: string, facts: object, version?: number): void {
    const { accountId, id: teamId, ownedBy } = this.team;
    this.events.push({
      type,
      accountId,
      aggregateId: teamId,
      ...(version === undefined ? {} : { version }),
      payload: { accountId, teamId, ownedBy, actor: this.actor, ...facts },
    });
  }
}

const because = (reason: string | undefined) => (reason === undefined ? {} : { reason });

/** No event names more than `membersPerEvent`. */
export function* chunks<T>(all: readonly T[], size = membersPerEvent): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size);
}
