import { replay } from './replay.js';

await replay(
  'authentik',
  'keycloak',
  'jumpcloud',
  'google-workspace',
  'pingone',
  'sailpoint',
  'midpoint',
  'pages-by-cursor',
);
