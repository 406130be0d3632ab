import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { HealthRegistry } from '../health/health-registry.js';
import { HealthController } from '../internal-http/health.controller.js';
import { Metrics } from '../metrics/metrics.js';
import { Telemetry } from '../telemetry/telemetry.js';
import { LOGGER, SERVICE_FRAME, type ServiceFrame } from './service-frame.js';

/** Provides a service's frame for injection, and gives its internal port health and metrics. */
@Module({})
export class FrameModule {
  static around(frame: ServiceFrame, service?: Type | DynamicModule): DynamicModule {
    return {
      module: FrameModule,
      global: true,
      imports: service ? [service] : [],
      controllers: [HealthController],
      providers: [
        { provide: SERVICE_FRAME, useValue: frame },
        { provide: LOGGER, useValue: frame.logger },
        { provide: Metrics, useValue: frame.metrics },
        { provide: HealthRegistry, useValue: frame.health },
        { provide: Telemetry, useValue: frame.telemetry },
      ],
      exports: [SERVICE_FRAME, LOGGER, Metrics, HealthRegistry, Telemetry],
    };
  }
}
