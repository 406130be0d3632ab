import { runService } from '@rollcall/service-kit';
import { teamService } from './team-service.js';

await runService(teamService);
