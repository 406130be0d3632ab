import { replay } from './replay.js';

await replay('wrong-requests', 'wrong-requests-strict-account');
