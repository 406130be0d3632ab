import { AdminRow } from './admin-row.js';
import { TokenRow } from './token-row.js';
import { TokenUseRow } from './token-use-row.js';

/** The service's own tables. */
export const tokenEntities = [TokenRow, TokenUseRow, AdminRow];
