import type { RefusalFacts } from '@rollcall/contracts';
import type { ScimType } from '@rollcall/scim';
import type { Provider } from './provider.js';

/** How one refusal of a service is answered in SCIM. */
export interface RefusalRow {
  readonly status: number;
  readonly scimType?: ScimType;
  readonly retryAfterS?: number;
  /** A sentence for the admin who reads it in the identity provider: what is wrong, and what to do. */
  readonly sentence: (facts: RefusalFacts, provider: Provider) => string;
}

/** A code that no SCIM request can cause. If it comes all the same, that is a defect of ours. */
export const notOfScim: RefusalRow = {
  status: 500,
  sentence: () =>
    'The service gave an answer that does not belong to this request. Nothing was changed. Please tell support.',
};

/** What only the product's own API asks for. */
export const ofTheWorkspace = {
  'setup-closed': notOfScim,
  'audit-question-invalid': notOfScim,
  'audit-request-not-found': notOfScim,
  'slug-taken': notOfScim,
  'slug-invalid': notOfScim,
  'notice-not-found': notOfScim,
  'audit-stream-not-found': notOfScim,
  'too-many-audit-streams': notOfScim,
  'audit-stream-invalid': notOfScim,
  'audit-streams-off': notOfScim,
  'audit-stream-test-busy': notOfScim,
  'webhook-not-found': notOfScim,
  'too-many-webhooks': notOfScim,
  'webhook-url-invalid': notOfScim,
  'webhooks-off': notOfScim,
  'webhook-test-busy': notOfScim,
  'setting-invalid': notOfScim,
  'role-name-taken': notOfScim,
  'too-many-roles': notOfScim,
  'too-many-tokens': notOfScim,
  'role-not-found': notOfScim,
  'not-an-admin': notOfScim,
  'token-not-found': notOfScim,
} as const;

/** Of dry runs of bulk requests. */
export const ofDryRuns = {
  'dry-run-too-large': {
    status: 413,
    sentence: ({ most = 'so many' }: RefusalFacts) =>
      `The groups of this dry run have more than ${String(most)} members together, and that many are not looked at at once. Nothing was changed. ` +
      'Split the dry run: fewer groups in one bulk request, or a dry run of each group alone.',
  },
  'dry-runs-busy': {
    status: 429,
    retryAfterS: 5,
    sentence: () => 'Other dry runs of bulk requests are under way. Nothing was changed; send this one again later.',
  },
} as const;
