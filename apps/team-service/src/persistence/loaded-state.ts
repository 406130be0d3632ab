import type { Account, Held } from '../domain/team-state.js';
import type { Person, Team } from '../domain/team.js';
import type { IdsByAccount } from './ids.js';
import type { StagedList } from './load-named.js';
import type { LoadedTakeovers } from './load-takeovers.js';
import type { TeamMembers } from './team-members.js';

/** What was loaded for the messages of a batch, by what they declare to read. */
export interface LoadedState extends LoadedTakeovers {
  readonly accounts: readonly Account[];
  readonly teams: readonly Team[];
  /** The users of events. */
  readonly people: readonly Person[];
  /** The users that commands name, in themselves and in staged lists; and which of them are no users of the account. */
  readonly inline: IdsByAccount;
  readonly unknownUserIds: IdsByAccount;
  /** Of the unknown ids, those of teams. */
  readonly groups: IdsByAccount;
  /** By `keyOf` of the team. */
  readonly members: ReadonlyMap<string, TeamMembers>;
  /** By `keyOf` of the list. */
  readonly staged: ReadonlyMap<string, StagedList>;
  /** The teams of users who leave, by `keyOf` of the user. */
  readonly teamsOfLeavers: ReadonlyMap<string, readonly string[]>;
  /** Teams whose run is held, by `keyOf`. */
  readonly held: ReadonlyMap<string, Held>;
  /** Accounts about whose users user-service did not answer. */
  readonly unasked: ReadonlySet<string>;
}
