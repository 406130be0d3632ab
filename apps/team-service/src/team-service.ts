import { CommandService } from '@rollcall/service-host';
import { defineService } from '@rollcall/service-kit';
import { teamServiceSettings } from './settings.js';
import { TeamServiceModule } from './team-service.module.js';

/** The service, to be run by main.ts or in a test. */
export const teamService = defineService({
  name: 'team-service',
  settings: teamServiceSettings,
  bodyLimit: 8 * 1024 * 1024, // a filter may name `maxIds` users
  module: (settings, frame) => TeamServiceModule.with(settings, frame),
  strategy: async (app) => {
    const service = app.get(CommandService);
    await service.start();
    return service.server;
  },
});
