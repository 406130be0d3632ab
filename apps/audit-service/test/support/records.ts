import { messageDefinition, UserEvents } from '@rollcall/contracts';
import { encodeMessage, type RawRecord } from '@rollcall/messaging';
import { v7 as uuidv7 } from 'uuid';

export interface RecordOf {
  readonly type?: string;
  readonly payload?: object;
  readonly accountId?: string;
  readonly id?: string;
  readonly version?: number;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly partition?: number;
  readonly offset?: number;
  readonly time?: Date;
  /** Its number in a recorder's run. */
  readonly sequence?: number;
  readonly bootId?: string;
}

/** A record as it comes off its topic; by default that a user was updated. */
export function aRecord(of: RecordOf = {}): RawRecord {
  const { type = UserEvents.updated.type, accountId = uuidv7(), partition = 0, offset = 0, time = new Date() } = of;
  const definition = messageDefinition(type);
  if (!definition) throw new Error(`${type} is not defined`);
  const payload = { ...definition.example, accountId, ...of.payload };
  const outgoing = encodeMessage(
    {
      id: of.id ?? uuidv7(),
      type,
      source: 'spec',
      subject: definition.key(payload),
      accountId,
      correlationId: of.correlationId ?? uuidv7(),
      time,
      ...(of.causationId === undefined ? {} : { causationId: of.causationId }),
      ...(of.version === undefined ? {} : { aggregateVersion: of.version }),
      ...(of.sequence === undefined ? {} : { sequence: of.sequence }),
      ...(of.bootId === undefined ? {} : { bootId: of.bootId }),
    },
    payload,
  );
  const { headers, value } = outgoing;
  return {
    topic: outgoing.topic,
    partition,
    offset: String(offset),
    time,
    key: Buffer.from(outgoing.key),
    value: value === null ? null : Buffer.from(value),
    headers,
    rawHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Buffer.from(value)])),
  };
}

/** One user event after the other, on one partition. */
export const userRecords = (accountId: string, count: number, from = 0): RawRecord[] =>
  Array.from({ length: count }, (_, index) =>
    aRecord({ accountId, offset: from + index, version: from + index + 1, payload: { userId } }),
  );

export const userId = '01890a5d-ac96-774b-bcce-b302099a8058';
