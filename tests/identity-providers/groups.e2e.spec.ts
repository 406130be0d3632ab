import { replay } from './replay.js';

await replay('okta-groups', 'entra-groups', 'onelogin-groups');
