import { Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import {
  OpsQueries,
  Refusal,
  type OutboxStatus,
  type ParkedMessageView,
  type ParkedOutcome,
} from '@rollcall/contracts';
import { outboxStatus } from '@rollcall/persistence';
import { CommandService } from './command-service.js';

/** What operators ask every service that has a database; see `OpsQueries`. */
@Controller()
export class OpsController {
  constructor(@Inject(CommandService) private readonly service: CommandService) {}

  @Get(OpsQueries.outbox)
  async outbox(): Promise<OutboxStatus> {
    const lanes = await outboxStatus(this.service.dataSource);
    const seconds = (milliseconds: number) => Math.round(milliseconds / 100) / 10;
    return {
      rows: lanes.reduce((sum, { rows }) => sum + rows, 0),
      oldestSeconds: seconds(Math.max(0, ...lanes.map(({ oldestAgeMs }) => oldestAgeMs))),
      lanes: lanes.map(({ lane, rows, oldestAgeMs }) => ({ lane, rows, oldestSeconds: seconds(oldestAgeMs) })),
    };
  }

  @Get(OpsQueries.parked)
  async parked(): Promise<ParkedMessageView[]> {
    const found = await this.service.parkedList.list({ limit: 1_000 });
    return found.map(({ message, reason, parkedAt }) => ({
      id: message.id,
      key: message.key,
      type: message.type,
      reason,
      parkedAt: parkedAt.toISOString(),
      place: message.place,
    }));
  }

  @Post(OpsQueries.retryParked(':id').replace('%3A', ':'))
  @HttpCode(200)
  async retry(@Param('id') id: string): Promise<ParkedOutcome> {
    const { key } = await this.find(id);
    return { done: await this.service.parked.retry(key, (message) => this.service.handleAgain(message)) };
  }

  @Post(OpsQueries.skipParked(':id').replace('%3A', ':'))
  @HttpCode(200)
  async skip(@Param('id') id: string): Promise<ParkedOutcome> {
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
