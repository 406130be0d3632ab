import { auditSubscription, deadLetterTopic, subscriptions, Topics } from '@rollcall/contracts';
import { consumerGroups, type RawRecord } from '@rollcall/messaging';
import { eventually } from '@rollcall/testing';
import type { Arena } from '../arena/arena.ts';
import type { Ledger } from '../load/ledger.ts';
import { canary } from '../load/person.ts';
import { checkAuditLog } from './audit-log.ts';
import { readFacts, waitingIn } from './facts.ts';
import { leaks } from './leaks.ts';
import { LedgerAgainstFacts } from './ledger-against-facts.ts';
import { checkReviewed } from './reviewed.ts';
import { eventOf, everythingOn, topicAdmin } from './records.ts';
import { Streams } from './streams.ts';
import { TeamHistories } from './team-histories.ts';

/** How soon everything has come to rest after the last fault (I10). */
const quietWithinMs = 60_000;
const services = Object.keys(subscriptions) as (keyof typeof subscriptions)[];
const eventTopics = [Topics.userEvents, Topics.teamEvents, Topics.tokenEvents];

/** What was looked at, for the report. */
export interface Checked {
  readonly records: number;
  readonly users: number;
  readonly teams: number;
}

/**
 * Waits for quiet, then checks I1 to I13; what is broken is entered in the ledger. `calmSince`: the moment (epoch milliseconds) after
 * which nothing was broken any more.
 */
export async function check(arena: Arena, ledger: Ledger, calmSince = Infinity): Promise<Checked> {
  checkDeaths(arena, ledger);
  await waitForQuiet(arena, ledger);
  const admin = topicAdmin(arena.brokers);
  const streams = new Streams(calmSince);
  const histories = new TeamHistories();
  const take = (record: RawRecord) => {
    const event = eventOf(record);
    streams.take(event);
    histories.take(event);
  };
  for (const topic of eventTopics) await everythingOn(admin, [topic], take);
  streams.end();
  const letters = services.map(deadLetterTopic);
  await everythingOn(admin, letters, ({ topic, headers }) =>
    ledger.violated('I4', `${topic}: ${headers.ce_type ?? 'something'}, ${headers.rollcall_dead_reason ?? ''}`),
  );
  for (const { invariant, what } of streams.violations) ledger.violated(invariant, what);
  const facts = await readFacts(arena.servers.databases);
  const slugs = new Map(arena.accounts.map(({ id, slug }) => [id, slug]));
  await new LedgerAgainstFacts(ledger, facts, streams, slugs).check();
  await checkReviewed(ledger, { databases: arena.servers.databases, facts, histories });
  if (arena.instancesOf('audit-service').length > 0)
    await checkAuditLog(ledger, arena.servers.databases, (look) =>
      eventually(look, 'each request is in the audit log', { within: quietWithinMs, every: 1_000 }),
    );
  const secrets = [canary, ...arena.accounts.map(({ token }) => token)];
  for (const file of await leaks(arena.servers.folder, secrets)) ledger.violated('I9', `a secret is in ${file}`);
  return { records: streams.records, users: facts.users.length, teams: facts.teams.length };
}

/** Nothing of ours may end by itself, but for what starts while a server is away: that is tried again. */
function checkDeaths(arena: Arena, ledger: Ledger): void {
  for (const { name, deaths } of [...arena.instances, arena.spare]) {
    for (const { intended, wasReady, outcome } of deaths) {
      if (!intended && wasReady) ledger.violated('restart', `${name} ended by itself (${outcome})`);
    }
  }
}

async function waitForQuiet(arena: Arena, ledger: Ledger): Promise<void> {
  const groups = services.flatMap((service) => consumerGroups(service, subscriptions[service]));
  if (arena.instancesOf('audit-service').length > 0) groups.push(...consumerGroups('audit-service', auditSubscription));
  const admin = topicAdmin(arena.brokers);
  let waiting: string[] = ['nobody has looked yet'];
  const look = async () => {
    const lags = await admin.lag('rollcall-none', groups);
    const behind = lags.filter(({ lag }) => lag > 0);
    waiting = behind.map(({ group, topic, partition, lag }) => `${group} is ${lag} behind on ${topic}/${partition}`);
    waiting.push(...(await waitingIn(arena.servers.databases)));
    return waiting.length === 0;
  };
  await arena.ready();
  await eventually(look, 'all is quiet', { within: quietWithinMs, every: 500 }).catch(() => {
    for (const what of waiting) ledger.violated('I10', `still waiting after ${quietWithinMs / 1_000} s: ${what}`);
  });
}
