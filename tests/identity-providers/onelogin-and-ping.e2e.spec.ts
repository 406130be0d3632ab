import { replay } from './replay.js';

await replay('onelogin', 'ping');
