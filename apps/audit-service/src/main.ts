import { runService } from '@rollcall/service-kit';
import { giveWay } from '@rollcall/service-kit/threads';
import { auditService } from './audit-service.js';

giveWay(); // the log may come a moment later than the answers that it tells of
await runService(auditService);
