import { isNewerVersion, type AccountClosure, type StagedMembers } from '@rollcall/contracts';
import type { Message } from '@rollcall/messaging';
import { closureWrite, keyOf, Tracked, type TableWrite, type UnitOfWork } from '@rollcall/persistence';
import type { Takeover } from '../domain/takeover.js';
import type { Account, Change, FormerMembers, Held, TakeoverList, TeamState } from '../domain/team-state.js';
import { teamNameKey } from '../domain/team-name.js';
import type { Person, Team } from '../domain/team.js';
import { idsIn } from './ids.js';
import { listKey } from './load-takeovers.js';
import type { LoadedState } from './loaded-state.js';
import { memberWrites } from './member-writes.js';
import { takeoverLists, takeoverWrites, type ListChange } from './takeover-rows.js';
import { TeamMembers, type LoadedMembers } from './team-members.js';
import { teamRow } from './team-rows.js';
import * as write from './team-writes.js';

/** The members of a new team: none. */
const nobody: LoadedMembers = { roster: new Set(), directory: new Set(), manual: new Set(), of: 'everybody' };

const noIds: ReadonlySet<string> = new Set();

/** The teams of one batch: as loaded, plus the changes of the decisions so far. */
export class TeamUnitOfWork implements UnitOfWork<Change>, TeamState {
  private readonly accounts: Tracked<Account>;
  private readonly teams: Tracked<Team>;
  private readonly people: Tracked<Person>;
  private hasNewsOfPeople = false;
  private readonly closures = new Map<string, AccountClosure>();
  private readonly takeoversById: Tracked<Takeover>;
  private readonly membersOf: Map<string, TeamMembers>;
  private readonly takeoverLists: Map<string, TeamMembers>;
  private readonly stagedUsers = new Map<string, ReadonlySet<string>>();
  private readonly rows = new Map<keyof typeof write.rowStatements, Map<string, object>>();

  constructor(private readonly state: LoadedState) {
    this.accounts = new Tracked(state.accounts, { key: ({ id }) => id.toLowerCase() });
    this.people = new Tracked(state.people, { key: ({ accountId, userId }) => keyOf(accountId, userId) });
    this.teams = new Tracked(state.teams, {
      key: ({ accountId, id }) => keyOf(accountId, id),
      name: ({ accountId, displayName }) => keyOf(accountId, teamNameKey(displayName)),
    });
    this.takeoversById = new Tracked(state.takeovers, { key: ({ accountId, id }) => keyOf(accountId, id) });
    this.membersOf = new Map(state.members);
    this.takeoverLists = new Map(state.takeoverLists);
  }

  account(accountId: string): Account | undefined {
    return this.accounts.get(accountId.toLowerCase());
  }

  team(accountId: string, teamId: string): Team | undefined {
    return this.teams.get(keyOf(accountId, teamId));
  }

  teamNamed(accountId: string, displayName: string): Team | undefined {
    return this.teams.named(keyOf(accountId, teamNameKey(displayName)));
  }

  members({ accountId, id }: Team): TeamMembers {
    return this.membersAt(keyOf(accountId, id));
  }

  unknownAmong(accountId: string, userIds: ReadonlySet<string>): string[] {
    this.checkAsked(accountId, userIds);
    const unknownUserIds = this.state.unknownUserIds.get(accountId);
    if (this.state.people.length === 0 && !this.hasNewsOfPeople) return idsIn(userIds, unknownUserIds ?? noIds);
    const isUnknown = (userId: string) => {
      const person = this.person(accountId, userId);
      return person && person.version > 0 ? person.released : unknownUserIds?.has(userId) === true;
    };
    return [...userIds].filter(isUnknown);
  }

  groupsAmong(accountId: string, userIds: readonly string[]): string[] {
    const groups = this.state.groups.get(accountId);
    return groups ? userIds.filter((userId) => groups.has(userId)) : [];
  }

  person(accountId: string, userId: string): Person | undefined {
    return this.people.get(keyOf(accountId, userId));
  }

  staged(accountId: string, { stageId, parts }: StagedMembers): ReadonlySet<string> | undefined {
    const found = this.state.staged.get(keyOf(accountId, stageId));
    return found?.parts === parts ? found.ids : undefined;
  }

  teamsOf(accountId: string, userId: string): Team[] {
    const ids = this.state.teamsOfLeavers.get(keyOf(accountId, userId)) ?? [];
    const joined = [...this.membersOf].flatMap(([key, members]) =>
      key.startsWith(keyOf(accountId, '')) && members.hasAdded(userId) ? [key] : [],
    );
    const keys = new Set([...ids.map((id) => keyOf(accountId, id)), ...joined]);
    return [...keys].flatMap((key) => this.teams.get(key) ?? []);
  }

  takeovers({ accountId, id }: Team): Takeover[] {
    const ofTeam = [...this.takeoversById.all()].filter((each) => each.accountId === accountId && each.teamId === id);
    return ofTeam.sort((one, other) => compare(other.proposedAt, one.proposedAt) || compare(other.id, one.id));
  }

  takeoversOf(accountId: string, userId: string): Takeover[] {
    const known = this.state.takeoversOfPeople.get(keyOf(accountId, userId)) ?? [];
    return known.flatMap(({ takeoverId }) => this.takeoversById.get(keyOf(accountId, takeoverId)) ?? []);
  }

  proposed({ accountId, id }: Takeover): TeamMembers {
    return this.takeoverListAt(listKey(accountId, id, 'pushed'));
  }

  proposedChanges({ accountId, id }: Takeover): { readonly on: TeamMembers; readonly off: TeamMembers } {
    const at = (list: TakeoverList) => this.takeoverListAt(listKey(accountId, id, list));
    return { on: at('on'), off: at('off') };
  }

  shownLosses({ accountId, id }: Takeover): TeamMembers {
    return this.takeoverListAt(listKey(accountId, id, 'shown-loss'));
  }

  formerMembers({ accountId, id }: Takeover): FormerMembers {
    const former = this.state.formerMembers.get(keyOf(accountId, id));
    // One that happens in the same batch: its former members are only written with it. Decided alone, it finds them.
    if (!former) throw new Error('the former members of a takeover were not loaded');
    return former;
  }

  held({ accountId, id }: Team): Held | undefined {
    return this.state.held.get(keyOf(accountId, id));
  }

  isAsked(accountId: string): boolean {
    return !this.state.unasked.has(accountId);
  }

  apply(changes: readonly Change[], message: Message): void {
    for (const change of changes) this.take(change, message);
  }

  writes(): TableWrite[] {
    return [
      ...write.teams(
        this.teams.added().map((team) => teamRow(team, 0)),
        this.teams.changed().map(({ entity, loaded }) => teamRow(entity, loaded.version)),
      ),
      ...write.goneTeams(this.teams.removed()),
      ...memberWrites(
        [...this.membersOf].flatMap(([key, members]) => {
          const team = this.teams.get(key);
          return team ? [{ team, of: members.difference() }] : [];
        }),
      ),
      ...takeoverWrites(
        this.takeoversById.addedAndChanged(),
        this.takeoversById.removed(),
        this.changedTakeoverLists(),
      ),
      ...write.people(this.people.addedAndChanged()),
      ...write.accounts(this.accounts.addedAndChanged()),
      closureWrite([...this.closures.values()]),
      ...[...this.rows].map(([name, rows]) => ({ name, sql: write.rowStatements[name], rows: [...rows.values()] })),
    ];
  }

  private take(change: Change, message: Message): void {
    switch (change.kind) {
      case 'team':
        return this.teams.set(change.after);
      case 'team-gone':
        for (const { accountId, id } of this.takeovers(change.team)) this.takeoversById.remove(keyOf(accountId, id));
        this.teams.remove(keyOf(change.team.accountId, change.team.id));
        return this.addRow(change, message);
      case 'takeover':
        return this.takeoversById.set(change.after);
      case 'takeover-gone':
        // Who was in the team before is not even written where the takeover is of the same batch.
        this.rows.get('former_members')?.delete(write.takeoverRowKey(change));
        return this.takeoversById.remove(keyOf(change.accountId, change.takeoverId));
      case 'takeover-list':
        return this.takeoverListAt(listKey(change.accountId, change.takeoverId, change.list)).takeRoster(
          change.add,
          change.remove,
        );
      case 'takeover-pushed-gone':
        return this.giveUpPushed(change, message);
      case 'former-members':
        return this.addRow(
          { ...change, since: this.membersAt(keyOf(change.accountId, change.teamId)).difference() },
          message,
        );
      case 'roster':
        return this.membersAt(keyOf(change.accountId, change.teamId)).takeRoster(change.add, change.remove);
      case 'memberships':
        return this.membersAt(keyOf(change.accountId, change.teamId)).join(change.add, change.as);
      case 'memberships-gone':
        return this.membersAt(keyOf(change.accountId, change.teamId)).leave(change.remove);
      case 'person':
        this.hasNewsOfPeople = true;
        return this.people.set(change.person);
      case 'account':
        return this.accounts.set(change.account);
      case 'closure':
        return this.takeClosure(change.closure);
      case 'dirty':
      case 'all-dirty':
      case 'removed-by-hand':
      case 'held-run-released':
      case 'stage':
      case 'unstage':
      case 'former-members-return':
      case 'takeover-lists-gone':
      case 'out-of-takeovers':
        return this.addRow(change, message);
    }
  }

  /**
   * Guards against reading state that was not loaded: a user who was not asked about would wrongly count as a user of
   * the account. Of staged lists all users were loaded, otherwise only those that the message's reads name.
   */
  private checkAsked(accountId: string, userIds: ReadonlySet<string>): void {
    const { inline, staged } = this.state;
    const others = inline.has(accountId) ? userIds.difference(inline.get(accountId) ?? noIds) : userIds;
    if (others.size === 0) return;
    for (const { accountId: of, ids } of staged.values()) if (of === accountId && ids === userIds) return;
    if (!others.isSubsetOf(this.stagedUsersOf(accountId))) throw new Error('a user was not asked for');
  }

  /** The users of all staged lists of an account: put together once, since one command can have a thousand lists. */
  private stagedUsersOf(accountId: string): ReadonlySet<string> {
    const known = this.stagedUsers.get(accountId);
    if (known) return known;
    const users = new Set<string>();
    for (const list of this.state.staged.values()) {
      if (list.accountId === accountId) for (const userId of list.ids) users.add(userId);
    }
    this.stagedUsers.set(accountId, users);
    return users;
  }

  /** Adds a change that is one row of one table, and that no later decision reads. */
  private addRow(change: write.OneRowChange, message: Message): void {
    const { name, key, row } = write.statementRow(change, message);
    const rows = this.rows.get(name) ?? new Map<string, object>();
    this.rows.set(name, rows.set(key, row));
  }

  /** Of several in one batch the newest counts, which need not come last. */
  private takeClosure(closure: AccountClosure): void {
    const known = this.closures.get(closure.accountId);
    if (isNewerVersion(closure.version, known?.version)) this.closures.set(closure.accountId, closure);
  }

  /** What was not read is deleted unread: then all that the directory says in the batch is about some members, and nothing fills it. */
  private giveUpPushed(change: Extract<Change, { kind: 'takeover-pushed-gone' }>, message: Message): void {
    const list = this.takeoverLists.get(listKey(change.accountId, change.takeoverId, 'pushed'));
    if (list) list.takeRoster([], [...list.roster()]);
    else this.addRow(change, message);
  }

  private changedTakeoverLists(): ListChange[] {
    return this.takeoversById.addedAndChanged().flatMap((takeover) =>
      takeoverLists.flatMap((list) => {
        const difference = this.takeoverLists.get(listKey(takeover.accountId, takeover.id, list))?.difference();
        return difference ? [{ takeover, list, added: difference.rosterAdded, removed: difference.rosterRemoved }] : [];
      }),
    );
  }

  private takeoverListAt(key: string): TeamMembers {
    let list = this.takeoverLists.get(key);
    if (!list) this.takeoverLists.set(key, (list = new TeamMembers(nobody)));
    return list;
  }

  private membersAt(key: string): TeamMembers {
    let members = this.membersOf.get(key);
    if (!members) this.membersOf.set(key, (members = new TeamMembers(nobody)));
    return members;
  }
}

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
