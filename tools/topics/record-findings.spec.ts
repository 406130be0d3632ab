import { join } from 'node:path';
import { publishedMessages } from '@rollcall/contracts';
import { encodeMessage } from '@rollcall/messaging';
import { describe, expect, it, test } from 'vitest';
import { RecordFindings } from './record-findings.ts';

const findings = new RecordFindings(join(import.meta.dirname, '../../docs'));
const id = '01890a5d-ac96-774b-bcce-b302099a8057';
const ours = publishedMessages().filter(({ topic }) => topic.startsWith('rollcall.')); // other specs define messages too

function recordOf(type: string) {
  const { example } = ours.find((each) => each.type === type)!;
  const envelope = { id, type, source: 'user-service', subject: id, accountId: id, correlationId: id };
  const { topic, key, headers, value } = encodeMessage({ ...envelope, aggregateVersion: 3 }, example);
  return {
    topic,
    key: Buffer.from(key ?? ''),
    headers: headers as Record<string, string | undefined>,
    value: Buffer.from(value ?? ''),
  };
}
const created = recordOf('user.created');
const withHeaders = (headers: Record<string, string | undefined>) => ({
  ...created,
  headers: { ...created.headers, ...headers },
});
const withPayload = (change: object) => ({
  ...created,
  value: Buffer.from(JSON.stringify({ ...(JSON.parse(String(created.value)) as object), ...change })),
});

describe('a record', () => {
  test.each(ours.map(({ type }) => type))('of %s is as it is published', (type) => {
    expect(findings.of(recordOf(type))).toEqual([]);
  });

  it.each([
    [
      'an unknown type',
      withHeaders({ ce_type: 'user.invented' }),
      'user.invented on rollcall.user.events is not published',
    ],
    [
      'another topic',
      { ...created, topic: 'rollcall.team.events' },
      'user.created on rollcall.team.events is not published',
    ],
    [
      'no account',
      withHeaders({ ce_accountid: undefined }),
      "headers: the whole must have required property 'ce_accountid'",
    ],
    ['an id that is none', withHeaders({ ce_id: '7' }), 'headers: /ce_id must match format "uuid"'],
    ['a version that has no schema', withHeaders({ ce_dataschemaversion: '99' }), 'this version has no schema'],
    ['a text', { ...created, value: Buffer.from('hello') }, 'the value is no JSON object'],
    ['another key', { ...created, key: Buffer.from(id) }, 'the key is not userId'],
    ['a wrong field', withPayload({ active: 'yes' }), '/active must be boolean'],
    ['null for what is absent', withPayload({ reason: null }), '/reason must be string'],
  ])('with %s is not', (_, record, finding) => {
    expect(findings.of(record).join('\n')).toContain(finding);
  });

  it('may have fields that nobody knows', () => {
    expect(findings.of(withPayload({ invented: 1 }))).toEqual([]);
  });
});
