import { setTimeout as pause } from 'node:timers/promises';
import { backoffMs, settledWithin } from '@rollcall/service-kit';
import type { EachBatchPayload, IHeaders } from 'kafkajs';
import { v4 as uuidv4 } from 'uuid';
import { watchGroupsOf } from '../admin/watch-groups.js';
import { withAdmin } from '../admin/with-admin.js';
import { failFastRetry, type RepairedKafka } from '../kafka/connection.js';
import { KafkaJSDeleteGroupsError } from '../kafka/kafkajs.js';
import type { MessagingLogger } from '../ports/observers.js';
import { assignedRanges } from './assigned-ranges.js';
import { GroupMember, type Assignment } from './group-member.js';
import { partitionName } from './partitions.js';

/** What the headers of a message say of it. */
export interface WatchedHeaders {
  readonly type: string;
  readonly accountId: string;
  /** The id of what it is about. */
  readonly subject: string;
}

export interface HeaderWatchOptions {
  /** The part of the product that watches. */
  readonly part: string;
  readonly instance: string;
  readonly topics: readonly string[];
  /** Called with each message that arrives, in order per partition; what has no account is left out. */
  readonly onMessage: (headers: WatchedHeaders) => void;
  /** Called whenever it begins to read, at the end of the topics: what came between two beginnings is not read. */
  readonly onBegin: () => void;
}

const retries = { firstMs: 100, maxMs: 2_000 };
/** How long stopping waits until the group is left and removed; a slow broker is waited for afterwards. */
const stopMs = 4_000;
/** So often is the group's removal tried: longer than brokers take a member that has gone for one that is there. */
const maxRemovals = 10;

/**
 * Reads the headers of everything that arrives on some topics from now on, and no payload. Each watch is a consumer group of its own that
 * commits nothing, so it slows down no other consumer, and shares nothing with one. Where it has lost its place, it begins at the end
 * again and says so.
 */
export class HeaderWatch {
  readonly group: string;
  private member: GroupMember;
  /** Rises whenever the group was joined. */
  private generation = 0;
  private assignment: Assignment = {};
  /** The offset at which each partition begins, by `topic/partition`; undefined until that is known. */
  private begins: ReadonlyMap<string, number> | undefined;
  private isStopped = false;

  constructor(
    private readonly kafka: RepairedKafka,
    private readonly logger: MessagingLogger,
    private readonly options: HeaderWatchOptions,
  ) {
    this.group = `${watchGroupsOf(options.part)}${options.instance}.${uuidv4()}`;
    this.member = this.newMember();
  }

  /** Whether it reads at this moment, as far as it knows. */
  get isReading(): boolean {
    return this.begins !== undefined && this.member.ready;
  }

  /** Begins; it tries until the brokers let it. */
  start(): void {
    const { member } = this;
    member.start().catch((error: unknown) => {
      this.logger.warn('kafka: topics cannot be watched yet', { group: this.group, error });
      void pause(retries.maxMs).then(() => this.replace(member));
    });
  }

  /** Leaves the group and removes it. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await settledWithin(
      this.leave(this.member).then(() => this.removeGroup()),
      stopMs,
    );
  }

  private async removeGroup(): Promise<void> {
    const remove = () => withAdmin(this.kafka, (admin) => admin.deleteGroups([this.group]), { retry: failFastRetry });
    for (let failures = 0; failures < maxRemovals; failures += 1) {
      try {
        await remove();
        return;
      } catch (error) {
        this.logger.debug('the group of a watch is not removed yet', { group: this.group, error });
        if (isForGood(error)) return;
        await pause(backoffMs(retries, failures), undefined, { ref: false });
      }
    }
  }

  private newMember(): GroupMember {
    const member: GroupMember = new GroupMember(this.kafka, this.logger, {
      group: this.group,
      topics: this.options.topics,
      alone: true,
      fromEnd: true,
      onJoin: (assignment) => {
        this.assignment = assignment;
        this.begins = undefined;
        this.generation += 1;
        void this.findBeginnings(this.generation);
      },
      take: (fetched) => this.take(fetched),
      onFatal: () => void this.replace(member),
    });
    return member;
  }

  /** Only a new consumer helps. */
  private async replace(former: GroupMember): Promise<void> {
    if (this.isStopped || this.member !== former) return;
    this.begins = undefined;
    this.member = this.newMember();
    await this.leave(former);
    if (!this.isStopped) this.start();
  }

  private async leave(member: GroupMember): Promise<void> {
    member.end();
    await member.leave(() => Promise.resolve());
  }

  /** Tries until it is known where to begin, or the group was joined again. */
  private async findBeginnings(generation: number): Promise<void> {
    const isOver = () => this.isStopped || generation !== this.generation;
    for (let failures = 0; !isOver(); failures += 1) {
      try {
        const ranges = await assignedRanges(this.kafka, this.assignment);
        if (isOver()) return;
        for (const { topic, partition, high } of ranges) this.member.seek({ topic, partition, offset: String(high) });
        this.begins = new Map(ranges.map((each) => [partitionName(each), each.high]));
        return this.options.onBegin();
      } catch (error) {
        this.logger.warn('kafka: where topics end is not known yet', { group: this.group, error });
        await pause(backoffMs(retries, failures));
      }
    }
  }

  private async take(fetched: EachBatchPayload): Promise<void> {
    const isOver = () => !fetched.isRunning() || fetched.isStale() || this.isStopped;
    while (this.begins === undefined && !isOver()) {
      await fetched.heartbeat();
      await pause(20);
    }
    if (isOver()) return;
    const begin = this.begins?.get(partitionName(fetched.batch)) ?? 0;
    for (const { offset, headers = {} } of fetched.batch.messages) {
      if (Number(offset) < begin) continue; // fetched before the seek took effect
      const accountId = text(headers, 'ce_accountid');
      if (accountId === '') continue;
      this.options.onMessage({ accountId, type: text(headers, 'ce_type'), subject: text(headers, 'ce_subject') });
    }
    fetched.resolveOffset(fetched.batch.lastOffset());
  }
}

/** The brokers' codes for a group that is not there, and for one that is not for this principal: neither passes. */
const [groupIdNotFound, groupAuthorizationFailed] = [69, 30];
const isForGood = (error: unknown) =>
  error instanceof KafkaJSDeleteGroupsError &&
  error.groups.every(({ errorCode }) => errorCode === groupIdNotFound || errorCode === groupAuthorizationFailed);

function text(headers: IHeaders, name: string): string {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value)?.toString() ?? '';
}
