import type { RawRecord } from '@rollcall/messaging';

export interface Sent {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}

const sent = ({ key, headers, value }: Pick<RawRecord, 'key' | 'headers' | 'value'>): Sent => ({
  key: String(key),
  headers: headers as Record<string, string>, // those of our records are all there
  value: String(value),
});

/**
 * The records of a topic with what a reader must get on with: each comes twice; behind each comes a type that nobody knows, and a field
 * that nobody knows; when all are there, all come again, the oldest last.
 */
export function withNoise(records: readonly Pick<RawRecord, 'key' | 'headers' | 'value'>[]): Sent[] {
  const once = records.map(sent).map((each) => ({ ...each, value: withField(each.value) }));
  return [...once.flatMap((each) => [each, invented(each), each]), ...once.toReversed()];
}

const withField = (value: string) => JSON.stringify({ ...(JSON.parse(value) as object), invented: { later: true } });

/** An event of a later release about the same aggregate. */
function invented({ key, headers }: Sent): Sent {
  const [aggregate = ''] = (headers.ce_type ?? '').split('.');
  const ce_aggregateversion = String(Number(headers.ce_aggregateversion ?? 0) + 1);
  return {
    key,
    headers: { ...headers, ce_type: `${aggregate}.invented`, ce_aggregateversion },
    value: '{"invented":true}',
  };
}

/** An event of a known type in a version of a later release, which takes everybody out of the team of another event. */
export function ofLaterVersion({ key, headers }: Sent, aggregateVersion: number): Sent {
  const later = {
    ce_type: 'team.members-removed',
    ce_dataschemaversion: '2',
    ce_aggregateversion: String(aggregateVersion),
  };
  return { key, headers: { ...headers, ...later }, value: '{"members":"all"}' };
}
