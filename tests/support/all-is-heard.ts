import { subscriptions } from '@rollcall/contracts';
import { consumerGroups, type PartitionLag, type TopicAdmin } from '@rollcall/messaging';
import { eventually } from '@rollcall/testing';
import { Client } from 'pg';
import { databasesIn } from './dumps.js';

/** Consumers commit once a second, and a look at their groups is a dozen requests. */
const waitMs = { within: 30_000, every: 300 };

/** Those that read events: commands are done when they are answered. */
const groups = Object.entries(subscriptions).flatMap(([service, { eventTopics }]) =>
  consumerGroups(service, { commandTopics: [], eventTopics }),
);

/**
 * Ends when all that has happened until now is published, and every service has noted what it notes of it: before a comparison of what is
 * stored. A service that hears of something may tell something itself, of which a second round sees the end.
 */
export async function allIsHeard(topics: TopicAdmin, env: Readonly<Record<string, string>>): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    await Promise.all(databasesIn(env).map(outboxIsPublished));
    await consumersHaveRead(topics);
  }
}

/** Other specs go on: what they write from now on is not waited for. */
async function outboxIsPublished(connectionString: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    const { rowCount: announces } = await client.query("SELECT 1 FROM pg_tables WHERE tablename = 'outbox'");
    if (announces === 0) return; // an installation of a version that had none there
    const { rows } = await client.query<{ last: string }>('SELECT coalesce(max(id), 0) AS last FROM outbox');
    await eventually(
      async () => (await client.query('SELECT 1 FROM outbox WHERE id <= $1 LIMIT 1', [rows[0]?.last])).rowCount === 0,
      'the outbox is published',
      waitMs,
    );
  } finally {
    await client.end();
  }
}

async function consumersHaveRead(topics: TopicAdmin): Promise<void> {
  const place = ({ group, topic, partition }: PartitionLag) => `${group} ${topic}/${partition}`;
  const then = await topics.lag('rollcall-none', groups);
  await eventually(
    async () => {
      const now = await topics.lag('rollcall-none', groups);
      const committed = new Map(now.map((each) => [place(each), each.committed]));
      return then.every((each) => (committed.get(place(each)) ?? 0) >= each.end);
    },
    'all consumers have read what there was',
    waitMs,
  );
}
