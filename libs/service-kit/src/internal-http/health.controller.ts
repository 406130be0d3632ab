import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { HealthRegistry, type HealthReport } from '../health/health-registry.js';
import { Metrics } from '../metrics/metrics.js';

interface Reply {
  status(code: number): { send(body: unknown): unknown };
}

/** Health and metrics for orchestrators and Prometheus. Open without a credential, so the answers hold no secret. */
@Controller()
export class HealthController {
  constructor(
    @Inject(HealthRegistry) private readonly health: HealthRegistry,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  @Get('health/live')
  async live(@Res() reply: Reply): Promise<void> {
    answer(reply, await this.health.isLive());
  }

  @Get('health/ready')
  async ready(@Res() reply: Reply): Promise<void> {
    answer(reply, await this.health.isReady());
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  text(): Promise<string> {
    return this.metrics.text();
  }
}

function answer(reply: Reply, { ok, checks }: HealthReport): void {
  reply.status(ok ? 200 : 503).send({ status: ok ? 'ok' : 'failing', checks });
}
