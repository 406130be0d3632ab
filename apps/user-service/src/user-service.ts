import { CommandService } from '@rollcall/service-host';
import { defineService } from '@rollcall/service-kit';
import { userServiceSettings } from './settings.js';
import { UserServiceModule } from './user-service.module.js';

/** The service, to be run by main.ts or in a test. */
export const userService = defineService({
  name: 'user-service',
  settings: userServiceSettings,
  bodyLimit: 8 * 1024 * 1024, // a filter may name `maxIds` users
  module: (settings, frame) => UserServiceModule.with(settings, frame),
  strategy: async (app) => {
    const service = app.get(CommandService);
    await service.start();
    return service.server;
  },
});
