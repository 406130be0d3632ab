// Keeps who is in an installation of Rollcall, and who is in which team, from its topics. See ../README.md.
import { readFileSync } from 'node:fs';
import { Kafka, logLevel, type IHeaders } from 'kafkajs';

interface User {
  readonly version: number;
  readonly active: boolean;
  readonly userType: string;
  readonly managedBy: string;
}
interface Team {
  readonly version: number;
  readonly ownedBy: string;
  readonly members: Set<string>;
}
/** What stays of what is gone, so that repetitions do not bring it back. */
const gone = { version: Infinity };

const users = new Map<string, User | typeof gone>();
const teams = new Map<string, Team | typeof gone>();
const accountOf = new Map<string, string>();
const closed = new Set<string>();
/** Whose last event was of a version that this program does not know: update it, or begin anew with a snapshot. */
const behind = new Set<string>();

interface UserEvent {
  readonly userType: string;
  readonly active: boolean;
  readonly managedBy: string;
}
interface TeamEvent {
  readonly ownedBy: string;
  readonly userIds?: readonly string[];
}

/** The event types that are read here, each in its version 1. New ones are ignored. */
const userEvents =
  'created adopted restored updated type-changed deactivated reactivated handed-over reassigned handed-back released erased';
const teamEvents = 'created updated taken-over takeover-undone handed-back deleted members-added members-removed';
const known = new Set([
  ...userEvents.split(' ').map((name) => `user.${name}`),
  ...teamEvents.split(' ').map((name) => `team.${name}`),
  'account.closed',
]);

function apply(key: string, headers: Readonly<Record<string, string>>, value: string): void {
  const { ce_type: type = '', ce_dataschemaversion: schema, ce_accountid: account = '' } = headers;
  if (!known.has(type) || closed.has(account)) return;
  if (type === 'account.closed') return close(account);
  const version = Number(headers.ce_aggregateversion);
  const seen = (type.startsWith('user.') ? users : teams).get(key)?.version ?? 0;
  if (version <= seen) return; // a repetition, or older than the snapshot
  if (schema !== '1') return void behind.add(key);
  accountOf.set(key, account);
  if (type.startsWith('user.')) applyUser(key, type, version, JSON.parse(value) as UserEvent);
  else applyTeam(key, type, version, JSON.parse(value) as TeamEvent);
}

/** Each event of a user has the whole state that is kept here. */
function applyUser(id: string, type: string, version: number, { active, userType, managedBy }: UserEvent): void {
  users.set(id, type === 'user.erased' ? gone : { version, active, userType, managedBy });
  behind.delete(id);
}

function applyTeam(id: string, type: string, version: number, { ownedBy, userIds = [] }: TeamEvent): void {
  const team = teams.get(id);
  const members = team && 'members' in team ? team.members : new Set<string>();
  if (type === 'team.members-added') for (const each of userIds) members.add(each);
  if (type === 'team.members-removed') for (const each of userIds) members.delete(each);
  teams.set(id, type === 'team.deleted' ? gone : { version, ownedBy, members });
}

/** Users and teams of a closed account are deleted without events of their own. Those still to come, from other partitions, are older. */
function close(account: string): void {
  closed.add(account);
  for (const [id, of] of accountOf)
    if (of === account) for (const all of [users, teams]) if (all.has(id)) all.set(id, gone);
}

/** Of `ops-cli topics snapshot`. */
function load(file: string): void {
  for (const line of readFileSync(file, 'utf8')
    .split('\n')
    .filter((each) => each !== '')) {
    const { kind, id, accountId, teamId, userIds, ...state } = JSON.parse(line) as Record<string, unknown>;
    if (typeof id === 'string') accountOf.set(id, String(accountId));
    if (kind === 'user') users.set(id as string, state as unknown as User);
    if (kind === 'team') teams.set(id as string, { ...(state as unknown as Team), members: new Set() });
    if (kind === 'members')
      for (const each of userIds as string[]) (teams.get(teamId as string) as Team).members.add(each);
  }
}

function state(): string {
  const isThere = <T extends object>(entry: [string, T | typeof gone]): entry is [string, T] => entry[1] !== gone;
  const shownTeams = [...teams]
    .filter(isThere<Team>)
    .map(([id, team]) => [id, { ...team, members: [...team.members].sort() }]);
  return JSON.stringify({
    users: Object.fromEntries([...users].filter(isThere<User>)) as object,
    teams: Object.fromEntries(shownTeams) as object,
    behind: [...behind].sort(),
  });
}

const textOf = (headers: IHeaders = {}) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

const { KAFKA_BROKERS = '127.0.0.1:29092', KAFKA_USERNAME: username = '', KAFKA_PASSWORD: password = '' } = process.env;
const { USER_EVENTS = 'rollcall.user.events', TEAM_EVENTS = 'rollcall.team.events', SNAPSHOT } = process.env;
if (SNAPSHOT) load(SNAPSHOT);
const kafka = new Kafka({
  brokers: KAFKA_BROKERS.split(','),
  ssl: process.env.KAFKA_TLS === 'yes',
  ...(username === '' ? {} : { sasl: { mechanism: 'plain', username, password } }),
  logLevel: logLevel.ERROR,
});
// State is kept in memory, so each start reads from the beginning. Who keeps it in a database keeps the offsets with it.
const consumer = kafka.consumer({ groupId: `${username}.typescript.${process.pid}`, maxWaitTimeInMs: 100 });
let idle: NodeJS.Timeout | undefined;
await consumer.connect();
await consumer.subscribe({ topics: [USER_EVENTS, TEAM_EVENTS], fromBeginning: true });
await consumer.run({
  autoCommit: false,
  eachMessage: async ({ message }) => {
    apply(String(message.key), textOf(message.headers), String(message.value));
    clearTimeout(idle);
    idle = setTimeout(() => console.log(state()), 300);
  },
});
