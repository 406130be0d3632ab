import { replay } from './replay.js';

await replay('what-clients-send');
