import { defineService } from '@rollcall/service-kit';
import { AuditRuntime } from './audit-runtime.js';
import { AuditServiceModule } from './audit-service.module.js';
import { auditServiceSettings } from './settings.js';

/** The service, started by main.ts or inside a test. */
export const auditService = defineService({
  name: 'audit-service',
  settings: auditServiceSettings,
  module: (settings, frame) => AuditServiceModule.with(settings, frame),
  start: async (app) => {
    const log = app.get(AuditRuntime);
    await log.start();
    return [{ close: () => log.stop() }];
  },
});
