import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedKafka } from '@rollcall/local-servers';
import { eventually, silentLogger } from '@rollcall/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { BatchingProducer, createKafka, TopicAdmin, type KafkaSettings } from '../src/index.js';

const folder = await mkdtemp(join(tmpdir(), 'rollcall-guarded-kafka-'));
const broker = await EmbeddedKafka.start({
  folder,
  fastStart: true,
  guard: { username: 'rollcall', password: 'right' },
});
const { port, certificate } = broker.guarded ?? { port: 0, certificate: '' };
afterAll(async () => {
  await broker.kill();
  await rm(folder, { recursive: true, force: true });
});

const settings = (of: Partial<KafkaSettings> = {}): KafkaSettings => ({
  clientId: 'specs',
  brokers: [`127.0.0.1:${port}`],
  tls: { ca: certificate },
  sasl: { mechanism: 'plain', username: 'rollcall', password: 'right' },
  ...of,
});

describe('a broker that asks for TLS and a password', () => {
  it('lets in who has both: topics, records out, records in', async () => {
    const kafka = createKafka(settings(), silentLogger);
    const admin = new TopicAdmin(kafka);
    await admin.ensureTopics([{ name: 'specs.guarded', partitions: 1, retentionMs: 60_000 }]);
    const sender = new BatchingProducer(kafka, silentLogger);
    await sender.connect();
    await sender.publish([{ topic: 'specs.guarded', key: 'a', headers: {}, value: '{}' }]);
    const seen: string[] = [];
    await admin.watch(['specs.guarded'], ({ key }) => void seen.push(key?.toString() ?? ''), { from: 'beginning' });
    await eventually(() => seen.length === 1, 'the record is read');
    expect(seen).toEqual(['a']);
    await sender.close();
  });

  it.each([
    ['the wrong password', { sasl: { mechanism: 'plain', username: 'rollcall', password: 'wrong' } as const }],
    ['no trust in its certificate', { tls: true }],
    ['no TLS', { tls: false }],
  ])('does not answer who comes with %s', async (_, of) => {
    const kafka = createKafka(settings(of), silentLogger);
    const admin = kafka.admin({ retry: { retries: 0 } });
    await expect(admin.connect()).rejects.toThrow();
    await admin.disconnect();
  });
});
