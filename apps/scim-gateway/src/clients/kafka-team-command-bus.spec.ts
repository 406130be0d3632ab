import type { CommandSender } from '@rollcall/gateway-kit';
import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import type { Call } from '../http/request-context.js';
import { KafkaTeamCommandBus } from './kafka-team-command-bus.js';
import { RecentReleases } from './recent-releases.js';

/** How many releases are told before a group with so many who were just released is pushed, and how many at once. */
async function sentBefore(people: number): Promise<{ sent: number; atOnce: number }> {
  const call = { accountId: uuidv7() } as Call;
  const releases = new RecentReleases();
  const userIds = Array.from({ length: people }, () => uuidv7());
  for (const userId of userIds) releases.note(call.accountId, { userId, version: 2 });
  let [sent, underWay, atOnce] = [0, 0, 0];
  const sender = {
    send: () => Promise.resolve({ outcome: 'created' }),
    sendBefore: async () => {
      sent += 1;
      underWay += 1;
      atOnce = Math.max(atOnce, underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
    },
  } as unknown as Pick<CommandSender, 'send' | 'sendBefore'>; // a double of generic functions
  await new KafkaTeamCommandBus(sender, releases).push({ teamId: uuidv7(), displayName: 'Design', userIds }, call);
  return { sent, atOnce };
}

it('tells team-service of few who were just released, all at once; of many it hears by their events', async () => {
  expect([await sentBefore(50), await sentBefore(51)]).toEqual([
    { sent: 50, atOnce: 50 },
    { sent: 0, atOnce: 0 },
  ]);
});
