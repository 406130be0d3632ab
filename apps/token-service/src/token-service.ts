import { CommandService } from '@rollcall/service-host';
import { defineService } from '@rollcall/service-kit';
import { tokenServiceSettings } from './settings.js';
import { TokenServiceModule } from './token-service.module.js';

/** The service, started by main.ts or inside a test. */
export const tokenService = defineService({
  name: 'token-service',
  settings: tokenServiceSettings,
  module: (settings, frame) => TokenServiceModule.with(settings, frame),
  strategy: async (app) => {
    const service = app.get(CommandService);
    await service.start();
    return service.server;
  },
});
