import {
  AuditLookQueries,
  nilUuid,
  OperatorActedRecorded,
  type AuditLook,
  type OperatorActed,
} from '@rollcall/contracts';
import { encodeMessage } from '@rollcall/messaging';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../context.js';
import { ExitCode, OpsFailure } from '../failure.js';

/** A look into the log waits no longer for a broker that is away. */
const lookWaitsMs = 3_000;

/**
 * Records an act of the operator (rule 20, ADR 0058), before it is done.
 * @throws OpsFailure where the broker does not take the record: then it is not to be done
 */
export function recordAct(context: Context, act: Omit<OperatorActed, 'operator'>): Promise<void> {
  return put(context, uuidv7(), act);
}

async function put(
  context: Context,
  id: string,
  act: Omit<OperatorActed, 'operator'>,
  withinMs?: number,
): Promise<void> {
  const payload: OperatorActed = { ...act, operator: context.operator };
  const { type } = OperatorActedRecorded;
  const envelope = { id, type, source: 'ops-cli', subject: act.messageId ?? id, correlationId: id };
  const record = encodeMessage({ ...envelope, accountId: act.accountId ?? nilUuid }, payload);
  const log = await context.connections.log();
  const { topic, key, headers, value } = record;
  await log.put({ topic, key: Buffer.from(key), headers, value: value === null ? null : Buffer.from(value) }, withinMs);
}

/**
 * Records that the operator reads an audit log, before it is shown: who looks is looked after too. Where no broker takes the record, audit-service, which is asked
 * for the log itself, notes the look in it: so the log can be read when Kafka is away (ADR 0076).
 * @param accountId the nil id for the log of the installation
 * @throws ServiceUnavailable where audit-service does not note it either
 */
export async function recordLook(context: Context, accountId: string, act: AuditLook): Promise<void> {
  const id = uuidv7();
  const look = { act, ...(accountId === nilUuid ? {} : { accountId }) };
  try {
    await put(context, id, look, lookWaitsMs);
  } catch (error) {
    if (!(error instanceof OpsFailure) || error.exitCode !== ExitCode.unavailable) throw error;
    const noted = { id, operator: context.operator, ...look };
    await context.connections.service('audit-service').ask(AuditLookQueries.note, noted);
    context.terminal.err('No broker takes records: that you look into the log, the log has by audit-service itself.');
  }
}
