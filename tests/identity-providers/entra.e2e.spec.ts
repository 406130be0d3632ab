import { replay } from './replay.js';

await replay('entra-validator', 'entra-new-dialect', 'entra-people');
