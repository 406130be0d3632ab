import { runService } from '@rollcall/service-kit';
import { auditService } from './audit-service.js';

await runService(auditService);
