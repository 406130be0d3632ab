/** A message from a topic, decoded and validated: CloudEvents attributes, the product's extensions, and the payload. */
export interface Message<Payload extends object = object> {
  /** `ce_id`: UUIDv7. A command's id is also the correlation id of everything it causes. */
  readonly id: string;
  /** `ce_type`, e.g. `user.create`. */
  readonly type: string;
  /** The version of this payload: the definition's current one, whatever `ce_dataschemaversion` the sender gave. */
  readonly schemaVersion: number;
  /** `ce_source`, e.g. `scim-gateway`. */
  readonly source: string;
  /** `ce_time`. */
  readonly time: Date;
  /** `ce_accountid`. */
  readonly accountId: string;
  /** `ce_correlationid`. */
  readonly correlationId: string;
  /** `ce_causationid`: id of the message that caused this one. */
  readonly causationId?: string;
  /** W3C trace context. */
  readonly traceparent?: string;
  /** `ce_aggregateversion`: of events that changed an aggregate. */
  readonly aggregateVersion?: number;
  readonly payload: Payload;
  /** The Kafka key: the aggregate's id. */
  readonly key: string;
  /** Where it was read from. */
  readonly place: { readonly topic: string; readonly partition: number; readonly offset: string };
  /** Commands only: handling must not begin after this moment. */
  readonly deadline?: Date;
  /** Commands only: a digest of the request, stored with the reply. */
  readonly fingerprint?: string;
  /** Commands only: the topic of the instance that waits for the reply; its prefix has been checked. */
  readonly replyTo?: string;
  /** Commands only: it is decided and answered, and nothing of it is saved (rule 26). */
  readonly dryRun?: true;
  /** Records only: `ce_sequence`, its number among those of one run of its source. */
  readonly sequence?: number;
  /** Records only: that run. */
  readonly bootId?: string;
}

/** Whether it was read as an event; else it is a command. */
export function isEvent({ place }: Pick<Message, 'place'>): boolean {
  return isEventTopic(place.topic);
}

export const isEventTopic = (topic: string): boolean => topic.endsWith('.events');

/**
 * The version that an event has brought its aggregate to.
 * @throws Error where it has none: it changed no aggregate
 */
export function versionOf({ aggregateVersion, type }: Pick<Message, 'aggregateVersion' | 'type'>): number {
  if (aggregateVersion === undefined) throw new Error(`${type} without a version`);
  return aggregateVersion;
}
