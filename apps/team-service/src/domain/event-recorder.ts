import {
  inChunks,
  membersPerEvent,
  TeamEvents,
  type Actor,
  type MessageDefinition,
  type PendingEvent,
} from '@rollcall/contracts';
import type { Team } from './team.js';

/**
 * Records the events of one team in order; each event raises the version by one. Warnings change nothing and raise no
 * version.
 */
export class EventRecorder {
  readonly events: PendingEvent[] = [];
  private version: number;

  constructor(
    private readonly team: Team,
    private readonly actor: Actor,
  ) {
    this.version = team.version;
  }

  /** The version after all events recorded so far. */
  get currentVersion(): number {
    return this.version;
  }

  record<Payload extends object>(event: MessageDefinition<Payload>, facts: object = {}): void {
    this.version += 1;
    this.add(event.type, facts, this.version);
  }

  /** For events that change nothing of the team: warnings, and the outcome of a run. */
  recordWithoutVersion<Payload extends object>(event: MessageDefinition<Payload>, facts: object): void {
    this.add(event.type, facts);
  }

  membersAdded(userIds: readonly string[], reason?: string): void {
    for (const chunk of chunks(userIds)) this.record(TeamEvents.membersAdded, { userIds: chunk, ...reasonOf(reason) });
  }

  membersRemoved(userIds: readonly string[], reason?: string): void {
    for (const chunk of chunks(userIds))
      this.record(TeamEvents.membersRemoved, { userIds: chunk, ...reasonOf(reason) });
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

const reasonOf = (reason: string | undefined) => (reason === undefined ? {} : { reason });

/** Splits a list for events: no event names more than `membersPerEvent` users. */
export const chunks = <T>(all: readonly T[]): Generator<readonly T[]> => inChunks(all, membersPerEvent);
