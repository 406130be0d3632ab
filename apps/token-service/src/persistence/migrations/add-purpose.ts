import { migration } from '@rollcall/persistence';

/** What a token opens. The version before goes on with this table, and makes tokens for SCIM, which open no audit log. */
export const AddPurpose1765900000068 = migration('AddPurpose1765900000068', {
  up: `ALTER TABLE tokens ADD COLUMN purpose text NOT NULL DEFAULT 'scim'`,
  down: 'ALTER TABLE tokens DROP COLUMN purpose',
});
