import type { SeenEvent } from './records.ts';

/** What the events of one team tell of it. */
interface TeamHistory {
  readonly members: Set<string>;
  ownedBy: string;
  /** The last that was told of a takeover. */
  takeover: string | undefined;
}

const ofTakeovers = ['proposed', 'allowed', 'declined', 'withdrawn', 'lapsed', 'undone'].map(
  (what) => `team.takeover-${what}`,
);
const states: Readonly<Record<string, string>> = {
  'team.takeover-proposed': 'waiting',
  'team.takeover-allowed': 'allowed',
  'team.takeover-declined': 'declined',
  'team.takeover-undone': 'undone',
  'team.taken-over': 'done',
};

/** Follows the events of all teams, as somebody does who knows nothing else: who is in each, whose it is, and what became of its takeovers. */
export class TeamHistories {
  private readonly histories = new Map<string, TeamHistory>();
  private readonly seen = new Set<string>();

  /** Call in the order of each key's partition. */
  take({ id, type, aggregate, payload }: SeenEvent): void {
    if (!type.startsWith('team.') || this.seen.has(id)) return;
    this.seen.add(id);
    const history = this.histories.get(aggregate) ?? { members: new Set<string>(), ownedBy: '', takeover: undefined };
    this.histories.set(aggregate, history);
    history.ownedBy = payload.ownedBy ?? history.ownedBy;
    if (type === 'team.taken-over' || ofTakeovers.includes(type)) history.takeover = states[type];
    for (const userId of payload.userIds ?? []) {
      if (type === 'team.members-added') history.members.add(userId);
      if (type === 'team.members-removed') history.members.delete(userId);
    }
  }

  /** The team as its events tell it. */
  of(teamId: string): Readonly<TeamHistory> | undefined {
    return this.histories.get(teamId);
  }
}
