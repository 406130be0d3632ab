import { replay } from './replay.js';

await replay('okta-aiw');
