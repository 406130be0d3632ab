import { runService } from '@rollcall/service-kit';
import { scimGateway } from './scim-gateway.js';

await runService(scimGateway);
