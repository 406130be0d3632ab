import { Controller, Inject } from '@nestjs/common';
import {
  AuditQueries,
  FindProvisioningActivity,
  FindReconcilerLag,
  type DirectoryChanges,
  type ProvisioningActivity,
  type ReconcilerLag,
  type RequestCounts,
  type TokenActivity,
} from '@rollcall/contracts';
import { AnswerCache, ListTurns, QueryHandler, QueryInput } from '@rollcall/service-kit';
import { NameClient } from '../clients/name-client.js';
import { AuditReadModel } from '../persistence/audit-read-model.js';
import type { KeptView } from '../persistence/kept-entry.js';
import { countedEvents, type Counted, type CountedActivity } from '../persistence/provisioning-reads.js';
import { StreamReadModel } from '../persistence/streams/stream-read-model.js';
import { lagRangeOf } from './lag-range.js';
import { completeness } from './complete-since.js';
import { orRefused } from './or-refused.js';
import { withSentences } from './with-sentences.js';

const countedMs = 24 * 3_600_000;
/** Of so many accounts what was found is kept. */
const maxKept = 1_000;

/** What the log has of an account's identity providers. */
interface FoundActivity extends Counted {
  readonly requests: readonly KeptView[];
  readonly refusals: readonly KeptView[];
  readonly refusal: KeptView | undefined;
}

/** Answers how provisioning does: what was asked lately, what was refused, what came of it, and how fast teams are put right. */
@Controller()
export class ProvisioningController {
  private readonly found = new AnswerCache<FoundActivity>({ max: maxKept });

  constructor(
    @Inject(AuditReadModel) private readonly log: AuditReadModel,
    @Inject(NameClient) private readonly names: NameClient,
    @Inject(StreamReadModel) private readonly streams: StreamReadModel,
    @Inject(ListTurns) private readonly turns: ListTurns,
  ) {}

  @QueryHandler(AuditQueries.lag)
  async lag(@QueryInput() asked: FindReconcilerLag): Promise<ReconcilerLag> {
    const range = await orRefused(() => lagRangeOf(asked, new Date()));
    const buckets = await this.turns.run(asked.accountId, () => this.log.lag(range), true);
    return { since: range.since.toISOString(), buckets, ...(await this.completeness(asked.accountId)) };
  }

  @QueryHandler(AuditQueries.provisioning)
  async activity(@QueryInput() { accountId, tokenIds }: FindProvisioningActivity): Promise<ProvisioningActivity> {
    const find = () => this.turns.run(accountId, () => this.find(accountId, tokenIds));
    const found = await this.found.of(accountId, tokenIds.toSorted(), find);
    const failing = await this.streams.failing(accountId);
    const [lastRefusal] = found.refusal ? await withSentences(accountId, [found.refusal], this.names) : [];
    return {
      since: found.since.toISOString(),
      requests: requestsOf(found.rows),
      changes: changesOf(found.rows),
      tokens: tokensOf(found),
      ...(lastRefusal ? { lastRefusal } : {}),
      ...(failing ? { failingStreams: { ...failing, since: failing.since.toISOString() } } : {}),
      ...(await this.completeness(accountId)),
    };
  }

  private async find(accountId: string, tokenIds: readonly string[]): Promise<FoundActivity> {
    const from = new Date(Date.now() - countedMs);
    const { provisioning } = this.log;
    const [counted, requests, refusal] = await Promise.all([
      provisioning.count(accountId, from),
      provisioning.lastRequests(accountId, tokenIds),
      provisioning.lastRefusal(accountId),
    ]);
    const refused = counted.rows.filter((row) => row.refused && row.token_id !== null);
    const refusals = await provisioning.entries(accountId, [...newestOf(refused).values()], from);
    return { ...counted, requests, refusal, refusals };
  }

  private async completeness(accountId: string): Promise<{ completeSince?: string }> {
    return completeness(await this.log.allCompleteSince(accountId));
  }
}

/** The newest entry of each token among rows. */
function newestOf(rows: readonly CountedActivity[]): Map<string, number> {
  const newest = new Map<string, number>();
  for (const { token_id, last } of rows)
    if (token_id !== null) newest.set(token_id, Math.max(last, newest.get(token_id) ?? 0));
  return newest;
}

function requestsOf(rows: readonly CountedActivity[]): RequestCounts {
  const requests = rows.filter(({ what }) => what === 'request');
  return { requests: sumOf(requests), refused: sumOf(requests.filter(({ refused }) => refused)) };
}

function changesOf(rows: readonly CountedActivity[]): DirectoryChanges {
  const of = (counter: keyof DirectoryChanges) => sumOf(rows.filter(({ what }) => countedEvents[what] === counter));
  return {
    peopleCreated: of('peopleCreated'),
    peopleChanged: of('peopleChanged'),
    peopleDeactivated: of('peopleDeactivated'),
    evictions: of('evictions'),
  };
}

/** What each token was used for that the log knows of. */
function tokensOf({ rows, requests, refusals }: FoundActivity): TokenActivity[] {
  const last = new Map(requests.map((entry) => [entry.actor?.id ?? '', entry]));
  const codes = new Map(refusals.map((entry) => [tokenOf(entry), entry.code]));
  const ids = new Set([...rows.flatMap(({ token_id }) => token_id ?? []), ...last.keys()]);
  return [...ids].map((tokenId) => {
    const { at: lastRequestAt, userAgent } = last.get(tokenId) ?? {};
    const lastRefusalCode = codes.get(tokenId);
    return {
      tokenId,
      ...requestsOf(rows.filter(({ token_id }) => token_id === tokenId)),
      ...(lastRequestAt === undefined ? {} : { lastRequestAt }),
      ...(userAgent === undefined ? {} : { userAgent }),
      ...(lastRefusalCode === undefined ? {} : { lastRefusalCode }),
    };
  });
}

const tokenOf = ({ actor, subject }: KeptView) => (actor?.kind === 'directory' ? actor.id : (subject?.id ?? ''));
const sumOf = (rows: readonly CountedActivity[]) => rows.reduce((sum, { count }) => sum + count, 0);
