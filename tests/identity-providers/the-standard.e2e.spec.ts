import { replay } from './replay.js';

await replay('standard-resources', 'standard-protocol');
