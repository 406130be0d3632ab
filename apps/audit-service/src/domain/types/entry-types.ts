import { accountTypes } from './account-types.js';
import type { EntryType } from './define-type.js';
import { operatorTypes } from './operator-types.js';
import { requestTypes } from './request-types.js';
import { sessionTypes } from './session-types.js';
import { teamTypes } from './team-types.js';
import { tokenTypes } from './token-types.js';
import { userTypes } from './user-types.js';

const all = [
  ...userTypes,
  ...accountTypes,
  ...sessionTypes,
  ...teamTypes,
  ...tokenTypes,
  ...requestTypes,
  ...operatorTypes,
];

/** How each type of event and record becomes an entry and is told; `entry-types.spec.ts` holds that none is missing. */
export const entryTypes: ReadonlyMap<string, EntryType> = new Map(all.map((each) => [each.type, each]));
