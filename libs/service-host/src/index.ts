export { CommandService, type CommandServiceOptions } from './command-service.js';
export { OpsController } from './ops.controller.js';
