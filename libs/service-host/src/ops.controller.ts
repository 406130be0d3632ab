import { Controller, Inject } from '@nestjs/common';
import {
  FindParked,
  OpsQueries,
  Refusal,
  type OutboxStatus,
  type ParkedMessageView,
  type ParkedOutcome,
} from '@rollcall/contracts';
import { outboxStatus } from '@rollcall/persistence';
import { QueryHandler, QueryInput } from '@rollcall/service-kit';
import { CommandService } from './command-service.js';

/** Answers the queries of operators to every service that has a database; see `OpsQueries`. */
@Controller()
export class OpsController {
  constructor(@Inject(CommandService) private readonly service: CommandService) {}

  @QueryHandler(OpsQueries.outbox)
  async outbox(): Promise<OutboxStatus> {
    const lanes = await outboxStatus(this.service.dataSource);
    const seconds = (milliseconds: number) => Math.round(milliseconds / 100) / 10;
    return {
      rows: lanes.reduce((sum, { rows }) => sum + rows, 0),
      oldestSeconds: seconds(Math.max(0, ...lanes.map(({ oldestAgeMs }) => oldestAgeMs))),
      lanes: lanes.map(({ lane, rows, oldestAgeMs }) => ({ lane, rows, oldestSeconds: seconds(oldestAgeMs) })),
    };
  }

  @QueryHandler(OpsQueries.parked)
  async parked(): Promise<ParkedMessageView[]> {
    const found = await this.service.parkedList.list({ limit: 1_000 });
    return found.map(({ message, reason, parkedAt }) => ({
      id: message.id,
      key: message.key,
      type: message.type,
      accountId: message.accountId,
      reason,
      parkedAt: parkedAt.toISOString(),
      place: message.place,
    }));
  }

  @QueryHandler(OpsQueries.retryParked)
  async retry(@QueryInput() { id }: FindParked): Promise<ParkedOutcome> {
    const { key } = await this.find(id);
    return { done: await this.service.parked.retry(key, (message) => this.service.handleAgain(message)) };
  }

  @QueryHandler(OpsQueries.skipParked)
  async skip(@QueryInput() { id }: FindParked): Promise<ParkedOutcome> {
    const { key } = await this.find(id);
    return { done: (await this.service.parked.skip(key, id)) ? 1 : 0 };
  }

  /** @throws Refusal message-not-found */
  private async find(id: string) {
    const found = /^[0-9a-f-]{36}$/i.test(id) ? await this.service.parkedList.find(id) : undefined;
    if (!found) throw new Refusal('message-not-found', { id });
    return found;
  }
}
