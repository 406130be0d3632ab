export { CommandService } from './command-service.js';
export { dryRunsController } from './dry-runs.controller.js';
export type { TogetherOptions } from './dry-runs.js';
export { OpsController } from './ops.controller.js';
export { OWNED_VERSIONS, VersionsController } from './versions.controller.js';
