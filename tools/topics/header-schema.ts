import type { JsonSchema } from '@rollcall/contracts';

const uuid = { type: 'string', format: 'uuid' };
const text = { type: 'string', minLength: 1 };

/** CloudEvents 1.0, Kafka protocol binding, binary content mode: context attributes are headers. */
const cloudEvents = {
  ce_specversion: { const: '1.0' },
  ce_id: { ...uuid, description: 'Once per message: a repetition has the same.' },
  ce_type: { ...text, description: 'What the value is. Ignore types that you do not know.' },
  ce_source: { ...text, description: 'Which part of Rollcall has written it.' },
  ce_time: { type: 'string', format: 'date-time' },
  ce_subject: { ...text, description: 'The id of what it is about.' },
  'content-type': { const: 'application/json' },
};

/** Extensions of Rollcall, and W3C Trace Context. */
const extensions = {
  ce_dataschemaversion: {
    type: 'string',
    pattern: '^[1-9][0-9]{0,5}$',
    description: 'The version of the payload: which of the schemas of this type it fits.',
  },
  ce_accountid: {
    ...uuid,
    description: 'The account; 00000000-0000-0000-0000-000000000000 for a record of a request that belongs to none.',
  },
  ce_correlationid: { ...uuid, description: 'The request or command that began it all.' },
  ce_causationid: { ...uuid, description: 'The message that caused this one.' },
  ce_aggregateversion: {
    type: 'string',
    pattern: '^[1-9][0-9]{0,14}$',
    description:
      'Of events that changed what their key names: grows by one with each. Absent where nothing changed. Drop what is not newer than what you have applied.',
  },
  ce_sequence: {
    type: 'string',
    pattern: '^[0-9]{16}$',
    description:
      'Of records of requests: their number in one run of a gateway. Each number is that of a record, or within a gap that is told.',
  },
  rollcall_bootid: { ...uuid, description: 'Of records of requests: the run of the gateway that numbered them.' },
  traceparent: { ...text, description: 'W3C Trace Context.' },
};

/** The headers of each event and record. There may be further ones. */
export const headerSchema: JsonSchema = {
  type: 'object',
  properties: { ...cloudEvents, ...extensions },
  required: [...Object.keys(cloudEvents), 'ce_dataschemaversion', 'ce_accountid', 'ce_correlationid'],
};

/** What one message fixes of its headers. */
export function headersOf(type: string, version: number): JsonSchema {
  return {
    type: 'object',
    properties: { ce_type: { const: type }, ce_dataschemaversion: { const: String(version) } },
  };
}
