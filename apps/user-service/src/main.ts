import { runService } from '@rollcall/service-kit';
import { userService } from './user-service.js';

await runService(userService);
