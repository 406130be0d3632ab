import { silentLogger } from '@rollcall/testing';
import { createKafka, TopicAdmin, type RawRecord } from '@rollcall/messaging';

export function topicAdmin(brokers: readonly string[]): TopicAdmin {
  return new TopicAdmin(createKafka({ brokers, clientId: 'resilience-checks' }, silentLogger));
}

/** Everything that is on these topics, in order per partition. */
export async function everythingOn(
  admin: TopicAdmin,
  topics: readonly string[],
  onRecord: (record: RawRecord) => void,
): Promise<void> {
  const { ended } = await admin.watch(topics, onRecord, { from: 'beginning', untilEnd: true });
  await ended;
}

/** An event as the checks look at it. */
export interface SeenEvent {
  readonly id: string;
  readonly type: string;
  /** What it is about: the key of its stream. */
  readonly aggregate: string;
  readonly account: string;
  /** When it was put on the topic (epoch milliseconds). */
  readonly at: number;
  readonly version: number | undefined;
  /** The request or command that it is a consequence of. */
  readonly correlation: string;
  /** The message that it was decided about. */
  readonly cause: string;
  readonly payload: {
    readonly accountId: string;
    readonly actor: { readonly kind: string };
    readonly active?: boolean;
    /** Of events about teams. */
    readonly ownedBy?: string;
    readonly userIds?: readonly string[];
  };
}

/** @throws Error for a record that is no event of ours. */
export function eventOf({ headers, value, key, topic, offset, time }: RawRecord): SeenEvent {
  const { ce_id: id, ce_type: type, ce_accountid: account, ce_correlationid: correlation } = headers;
  const { ce_aggregateversion: version, ce_causationid: cause } = headers;
  if (id === undefined || type === undefined || account === undefined || correlation === undefined || !value || !key) {
    throw new Error(`${topic}, offset ${offset}: not an event`);
  }
  return {
    id,
    type,
    aggregate: key.toString(),
    account,
    at: time.getTime(),
    version: version === undefined ? undefined : Number(version),
    correlation,
    cause: cause ?? '',
    payload: JSON.parse(value.toString()) as SeenEvent['payload'],
  };
}
