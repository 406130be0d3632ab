import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { topicDefinitions, Topics, type RequestsMissed, type ScimRequest } from '@rollcall/contracts';
import { createKafka, TopicAdmin, type RawRecord } from '@rollcall/messaging';
import { freePort, type OwnedProcess } from '@rollcall/local-servers';
import { createLogger } from '@rollcall/service-kit';
import { eventually, startKafka, startProcess } from '@rollcall/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newTestToken } from './fake-token-verifier.js';

// A broker and a gateway of its own: both are killed. The services are away, so that every request is refused; its record is the same.
const broker = await startKafka();
const logger = createLogger('specs', { level: 'fatal' });
const admin = new TopicAdmin(createKafka({ brokers: [...broker.brokers], clientId: 'specs' }, logger));
let spool: string;
let gateway: OwnedProcess;
let port: number;
let internalPort: number;

beforeAll(async () => {
  await admin.ensureTopics(topicDefinitions);
  spool = await mkdtemp(join(tmpdir(), 'spool-'));
  [port, internalPort] = [await freePort(), await freePort()];
});
afterAll(async () => {
  await gateway?.kill();
  await broker.remove();
  await rm(spool, { recursive: true });
});

async function startGateway(): Promise<void> {
  const away = 'http://127.0.0.1:9';
  gateway = await startProcess({
    name: 'scim-gateway',
    entry: 'dist/scim-gateway.js',
    env: {
      INSTANCE_ID: 'specs',
      INTERNAL_PORT: `${internalPort}`,
      SCIM_PORT: `${port}`,
      KAFKA_BROKERS: broker.brokers.join(','),
      USER_SERVICE_URL: away,
      TEAM_SERVICE_URL: away,
      TOKEN_SERVICE_URL: away,
      INTERNAL_SECRET: 'secret',
      TOKEN_SIGNING_KEY: 'the signing key of specs',
      REQUEST_SPOOL_DIR: spool,
      LOG_LEVEL: 'error',
    },
    ready: { url: `http://127.0.0.1:${internalPort}/health/ready` },
    within: 60_000,
  });
}

/** Requests at the same time: their ids as the answers told them; fewer where the gateway is killed meanwhile. */
async function ask(count: number, token?: string): Promise<string[]> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const one = async () => {
    const { status, headers: answered } = await fetch(`http://127.0.0.1:${port}/scim/v2/Users`, { headers });
    expect(status).toBe(token === undefined ? 401 : 429);
    return answered.get('x-request-id') ?? '';
  };
  const settled = await Promise.allSettled(Array.from({ length: count }, one));
  return settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}

interface Run {
  readonly requestIds: Set<string>;
  /** The numbers that records and gaps have, each as often as they have it. */
  readonly numbers: number[];
  recorded: number;
  missed: number;
}

/** What is on the topic of each run, oldest first; what is there twice counts once. */
async function recordedRuns(): Promise<Run[]> {
  const records = new Map<string, RawRecord>();
  const keep = (record: RawRecord) => void records.set(String(record.headers.ce_id), record);
  const watch = await admin.watch([Topics.scimRequests], keep, { from: 'beginning', untilEnd: true });
  await watch.ended;
  const runs = new Map<string, Run>();
  for (const { headers, value } of records.values()) {
    const bootId = String(headers.rollcall_bootid);
    const run = runs.get(bootId) ?? { requestIds: new Set(), numbers: [], recorded: 0, missed: 0 };
    runs.set(bootId, run);
    const payload = JSON.parse(String(value)) as ScimRequest | RequestsMissed;
    if ('count' in payload) {
      run.missed += payload.count;
      for (let number = payload.from; number <= payload.to; number += 1) run.numbers.push(number);
    } else {
      run.recorded += payload.standsFor ?? 1;
      run.requestIds.add(payload.requestId);
      run.numbers.push(Number(headers.ce_sequence));
    }
  }
  return [...runs].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, run]) => run);
}

const fromOne = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

describe('the records of requests', () => {
  it('are all there, or within a gap whose count is exact, after broker and gateway were killed', async () => {
    await startGateway();
    const token = newTestToken();
    const answered = await ask(40, token);
    await broker.kill();
    answered.push(...(await ask(200, token)));
    // The last ones are under way when it is killed.
    const last = ask(200, token);
    await eventually(async () => (await readdir(spool)).length > 0, 'the gateway has a spool');
    await gateway.kill();
    answered.push(...(await last));
    await broker.restart();

    // In the second run more come without a token than are recorded singly: those that are held back die with the process.
    await startGateway();
    expect(await ask(35)).toHaveLength(35);
    await gateway.kill();
    await startGateway();
    expect(await ask(3, token)).toHaveLength(3);
    await gateway.stop();

    const [first, second, third] = await recordedRuns();
    if (!first || !second || !third) throw new Error('not every run has records');
    for (const { numbers } of [first, second, third])
      expect(numbers.toSorted((a, b) => a - b)).toEqual(fromOne(numbers.length));
    const untold = answered.filter((id) => !first.requestIds.has(id));
    expect(untold.length).toBeLessThanOrEqual(first.missed);
    expect(first.recorded + first.missed).toBeGreaterThanOrEqual(answered.length);
    expect(first.recorded + first.missed).toBeLessThanOrEqual(440);
    expect([second.recorded, second.missed]).toEqual([20, 15]);
    expect([third.recorded, third.missed]).toEqual([3, 0]);
    expect(await readdir(join(spool, 'scim-gateway'))).toEqual([]);
  }, 120_000);
});
