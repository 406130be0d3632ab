import { join } from 'node:path';
import { repositoryRoot } from '@rollcall/local-servers';
import { TopicAdmin, type RawRecord } from '@rollcall/messaging';
import { RecordFindings } from '../../tools/topics/record-findings.js';
import { Caller } from './callers.js';

/** So many findings are shown. */
const shown = 20;

/**
 * Reads every record that is on the topics of a running stack, and compares each with what is published.
 * @throws Error naming what differs
 */
export async function recordsAreAsPublished(folder: string): Promise<void> {
  const check = new RecordFindings(join(repositoryRoot, 'docs'));
  const began = Date.now();
  const found = new Map<string, number>();
  // The reader of the topics would catch what is thrown here, and go on.
  const findingsOf = (record: RawRecord) => {
    try {
      return check.of(record);
    } catch (error) {
      return [`${record.topic} cannot be checked: ${String(error)}`];
    }
  };
  let records = 0;
  const admin = new TopicAdmin((await Caller.of(folder, 'ops-cli')).kafka());
  const { ended } = await admin.watch(
    check.topics,
    (record) => {
      records += 1;
      for (const finding of findingsOf(record)) found.set(finding, (found.get(finding) ?? 0) + 1);
    },
    { from: 'beginning', untilEnd: true },
  );
  await ended;
  if (records === 0) throw new Error('no record was read from the topics, so none was compared with what is published');
  const findings = [...found].slice(0, shown).map(([finding, times]) => `${finding} (${times} times)`);
  if (findings.length > 0)
    throw new Error(`Records are not as they are published (docs/asyncapi.json):\n${findings.join('\n')}`);
  // oxlint-disable-next-line no-console -- the result of a check that is no spec
  console.log(`${records} records on the topics are as they are published (${Date.now() - began} ms)`);
}
