import { replay } from './replay.js';

await replay('okta-spec-suite', 'okta-crud-suite');
