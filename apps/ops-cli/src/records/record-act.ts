import { nilUuid, OperatorActedRecorded, type OperatorActed } from '@rollcall/contracts';
import { encodeMessage } from '@rollcall/messaging';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../context.js';

/**
 * Records an act of the operator (rule 20, ADR 0058), before it is done.
 * @throws OpsFailure where the broker does not take the record: then it is not to be done
 */
export async function recordAct(context: Context, act: Omit<OperatorActed, 'operator'>): Promise<void> {
  const payload: OperatorActed = { ...act, operator: context.operator };
  const id = uuidv7();
  const { type } = OperatorActedRecorded;
  const envelope = { id, type, source: 'ops-cli', subject: act.messageId ?? id, correlationId: id };
  const record = encodeMessage({ ...envelope, accountId: act.accountId ?? nilUuid }, payload);
  const log = await context.connections.log();
  const { topic, key, headers, value } = record;
  await log.put({ topic, key: Buffer.from(key), headers, value: value === null ? null : Buffer.from(value) });
}

/**
 * Records that the operator reads an audit log, before it is shown: who looks is looked after too.
 * @param accountId the nil id for the log of the installation
 * @throws OpsFailure where the broker does not take the record
 */
export async function recordLook(
  context: Context,
  accountId: string,
  act: 'audit-searched' | 'audit-exported',
): Promise<void> {
  await recordAct(context, { act, ...(accountId === nilUuid ? {} : { accountId }) });
}
