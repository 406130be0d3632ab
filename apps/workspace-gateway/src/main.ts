import { runService } from '@rollcall/service-kit';
import { workspaceGateway } from './workspace-gateway.js';

await runService(workspaceGateway);
