import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { nodeBinary, programOf } from '@rollcall/local-servers';
import { TopicAdmin, type RawRecord } from '@rollcall/messaging';
import { eventually } from '@rollcall/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Caller } from '../support/callers.js';
import { patchOf } from '../support/scim-session.js';
import { stack } from '../support/stack.js';
import { ofLaterVersion, withNoise, type Sent } from './noise.js';
import { languages, prepared, SampleConsumer, type ConsumerState, type Language } from './samples.js';

// What needs only tools that are here anyway runs always; the others in `npm run trial:consumers`.
const chosen = (process.env.SAMPLE_CONSUMERS?.split(',') ?? ['typescript', 'java']) as Language[];
const { folder, env, newAccount, stackFile } = await stack();
const account = await newAccount();
const { scim } = account;
const reader = await Caller.of(folder, 'external-billing');
const admin = (await Caller.of(folder, 'admin')).kafka();
const ops = (await Caller.of(folder, 'ops-cli')).kafka();
const real = { USER_EVENTS: 'rollcall.user.events', TEAM_EVENTS: 'rollcall.team.events' };
/** Copies of the account's part of these topics, with noise; the reader may read them too. */
const copies = { USER_EVENTS: `samples.${account.id}.user.events`, TEAM_EVENTS: `samples.${account.id}.team.events` };
let temporary: string;
/** Command lines, by language. */
const programs = new Map<Language, Awaited<ReturnType<typeof prepared>>>();

beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'rollcall-consumers-'));
  await new TopicAdmin(admin).ensureTopics(
    Object.values(copies).map((name) => ({ name, partitions: 3, retentionMs: 3_600_000 })),
  );
  await allowReading(Object.values(copies));
  for (const language of chosen) programs.set(language, await prepared(language, temporary));
}, 300_000);
afterAll(async () => {
  await rm(temporary, { recursive: true, force: true });
});

async function allowReading(topics: readonly string[]): Promise<void> {
  const connection = admin.admin();
  await connection.connect();
  const [topic, literal, read, allow] = [2, 3, 3, 3]; // Kafka's numbers for these
  const entry = { resourceType: topic, resourcePatternType: literal, operation: read, permissionType: allow };
  const acl = topics.map((resourceName) => ({ ...entry, resourceName, principal: 'User:external-billing', host: '*' }));
  await connection.createAcls({ acl });
  await connection.disconnect();
}

async function send(topic: string, messages: readonly Sent[]): Promise<void> {
  const producer = admin.producer();
  await producer.connect();
  await producer.send({ topic, messages: messages.map((each) => ({ ...each, headers: { ...each.headers } })) });
  await producer.disconnect();
}

/** The account's records on a topic, in order per key. */
async function recordsOf(topic: string): Promise<RawRecord[]> {
  const found: RawRecord[] = [];
  const take = (record: RawRecord) => void (record.headers.ce_accountid === account.id && found.push(record));
  const { ended } = await new TopicAdmin(ops).watch([topic], take, { from: 'beginning', untilEnd: true });
  await ended;
  return found;
}

const opsCli = programOf('ops-cli');

/** What the services say, by `ops-cli topics snapshot`. */
async function snapshot(): Promise<string> {
  const options = { env: { ...process.env, ...env, NODE_OPTIONS: '' } };
  const { stdout } = await promisify(execFile)(
    nodeBinary,
    [opsCli, 'topics', 'snapshot', '--account', account.slug],
    options,
  );
  return stdout;
}

function stateOf(text: string): Omit<ConsumerState, 'behind'> {
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown> & { kind: string; id: string });
  const of = (kind: string) => lines.filter((line) => line.kind === kind);
  const membersOf = (id: string) =>
    of('members').flatMap((line) => (line.teamId === id ? (line.userIds as string[]) : []));
  const users = of('user').map(({ id, version, active, userType, managedBy }) => [
    id,
    { version, active, userType, managedBy },
  ]);
  const teams = of('team').map(({ id, version, ownedBy }) => [
    id,
    { version, ownedBy, members: membersOf(id).toSorted() },
  ]);
  return {
    users: Object.fromEntries(users) as ConsumerState['users'],
    teams: Object.fromEntries(teams) as ConsumerState['teams'],
  };
}

/** People and teams come, change and go. */
async function conversation(round: number): Promise<void> {
  const people = await Promise.all([1, 2, 3, 4].map((n) => scim.create(`p${n}.${round}@consumers.example`)));
  const [ann = '', bob = '', cid = '', dan = ''] = people.map(({ body }) => String(body.id));
  const members = (...ids: string[]) => ids.map((value) => ({ value }));
  const pushed = await scim.send('POST', '/Groups', {
    displayName: `Design ${round}`,
    members: members(ann, bob, cid),
  });
  const gone = await scim.send('POST', '/Groups', { displayName: `Gone ${round}`, members: members(dan) });
  const patch = (path: string, ...Operations: object[]) => scim.send('PATCH', path, patchOf(...Operations));
  await patch(
    `/Groups/${pushed.body.id}`,
    { op: 'remove', path: `members[value eq "${bob}"]` },
    { op: 'add', path: 'members', value: members(dan) },
  );
  await patch(`/Users/${bob}`, { op: 'replace', value: { active: false } });
  await patch(`/Users/${ann}`, { op: 'replace', value: { userType: 'viewer', title: 'Surveyor' } });
  await scim.send('DELETE', `/Users/${cid}`);
  await scim.send('DELETE', `/Groups/${gone.body.id}`);
  await account.createTeam(`By hand ${round}`);
}

/** Waits until topics tell what the services say. */
async function settled(): Promise<ReturnType<typeof stateOf>> {
  return eventually(
    async () => {
      const versions = new Map<string, number>();
      const records = await Promise.all(Object.values(real).map(recordsOf));
      for (const { key, headers } of records.flat())
        versions.set(String(key), Number(headers.ce_aggregateversion ?? versions.get(String(key)) ?? 0));
      const state = stateOf(await snapshot());
      for (const [id, { version }] of Object.entries({ ...state.users, ...state.teams } as Record<
        string,
        { version: number }
      >))
        expect([id, versions.get(id)]).toEqual([id, version]);
      return state;
    },
    'the topics tell everything',
    { within: 30_000, every: 500 },
  );
}

/** Runs a sample, as the reader that the operator has named, until its state is as expected. */
async function ends(language: Language, env: Readonly<Record<string, string>>, expected: ConsumerState): Promise<void> {
  const { KAFKA_SASL_USERNAME: KAFKA_USERNAME = '', KAFKA_SASL_PASSWORD: KAFKA_PASSWORD = '' } = reader.env;
  const login = { KAFKA_BROKERS: stackFile.kafkaBrokers.join(), KAFKA_USERNAME, KAFKA_PASSWORD };
  const program = programs.get(language);
  if (!program) throw new Error(`${language} is not prepared`);
  const consumer = new SampleConsumer(program, { ...login, ...env });
  try {
    const holds = () => expect(ownPart(consumer.state, expected)).toEqual(expected);
    await eventually(holds, `${language} has read everything`, { within: 90_000, every: 200 });
  } finally {
    consumer.stop();
  }
}

/** Of all accounts that a consumer has read of, this one's part. */
function ownPart({ users, teams, behind }: ConsumerState, own: ConsumerState): ConsumerState {
  const of = <T>(all: Readonly<Record<string, T>>, known: object) =>
    Object.fromEntries(Object.entries(all).filter(([id]) => Object.hasOwn(known, id)));
  return { users: of(users, own.users), teams: of(teams, own.teams), behind };
}

describe('the sample consumers', () => {
  let halfway: string;
  let state: Awaited<ReturnType<typeof settled>>;
  let late: Sent;

  beforeAll(async () => {
    await conversation(1);
    await settled();
    halfway = join(temporary, 'snapshot.ndjson');
    await writeFile(halfway, await snapshot());
    await conversation(2);
    state = await settled();
    await send(copies.USER_EVENTS, withNoise(await recordsOf(real.USER_EVENTS)));
    const teams = withNoise(await recordsOf(real.TEAM_EVENTS));
    await send(copies.TEAM_EVENTS, teams);
    const first = teams.find(({ key }) => key in state.teams);
    if (!first) throw new Error('there is no team');
    late = ofLaterVersion(first, 99);
    await send(copies.TEAM_EVENTS, [late]);
  }, 60_000);

  const those = languages.filter((each) => chosen.includes(each));

  it.each(those)(
    'in %s ends with the state of the services, whatever is repeated, unknown or of a later version',
    (language) => ends(language, copies, { ...state, behind: [late.key] }),
    100_000,
  );

  it.each(those)(
    'in %s begins with a snapshot, and reads on from the real topics',
    (language) => ends(language, { ...real, SNAPSHOT: halfway }, { ...state, behind: [] }),
    100_000,
  );
});
