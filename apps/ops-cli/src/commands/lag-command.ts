import { Command } from 'commander';
import type { PartitionLag } from '../connections/ports.js';
import { answer, examples, type Context, type OutputOptions } from '../context.js';
import { table, type Column } from '../output/table.js';
import { shortTopic } from '../records/message-line.js';

interface LagOptions extends OutputOptions {
  readonly partitions?: boolean;
}

interface Row {
  readonly group: string;
  readonly topic: string;
  readonly partition?: number;
  readonly lag: number;
}

const columns: readonly Column<Row>[] = [
  { title: 'group', of: (row) => row.group },
  { title: 'topic', of: (row) => shortTopic(row.topic) },
  { title: 'lag', of: (row) => row.lag, right: true },
];
const withPartitions: readonly Column<Row>[] = [
  ...columns.slice(0, 2),
  { title: 'partition', of: (row) => row.partition, right: true },
  ...columns.slice(2),
];

/** `lag`: how far each consumer is behind. */
export function lagCommand(context: Context): Command {
  const command = new Command('lag')
    .description('how many messages each consumer group has not taken yet')
    .option('--partitions', 'by partition instead of by topic')
    .option('--json', 'answer in JSON, by partition')
    .action(async (options: LagOptions) => {
      const lag = await (await context.connections.log()).lag();
      const none = 'There is no topic yet that anybody would read: has the stack been started?';
      answer(context, options, lag, () => {
        if (lag.length === 0) return none;
        return options.partitions ? table(withPartitions, lag) : table(columns, byTopic(lag));
      });
    });
  return examples(command, 'lag', 'lag --partitions');
}

/** The partitions of each group and topic added up, the largest lag first. */
function byTopic(lag: readonly PartitionLag[]): Row[] {
  const sums = new Map<string, { group: string; topic: string; lag: number }>();
  for (const each of lag) {
    const name = `${each.group} ${each.topic}`;
    const sum = sums.get(name) ?? { group: each.group, topic: each.topic, lag: 0 };
    sum.lag += each.lag;
    sums.set(name, sum);
  }
  return [...sums.values()].sort((a, b) => b.lag - a.lag || a.topic.localeCompare(b.topic));
}
