import { runService } from '@rollcall/service-kit';
import { tokenService } from './token-service.js';

await runService(tokenService);
