import { AddLeniency1764500000047 } from './add-leniency.js';
import { AddPepperId1764500000001 } from './add-pepper-id.js';
import { AddProvider1766000000077 } from './add-provider.js';
import { AddPurpose1765900000068 } from './add-purpose.js';
import { CreateTokens1764100000002 } from './create-tokens.js';
import { TellEnds1765200000004 } from './tell-ends.js';

/** All migrations of the service, oldest first. */
export const tokenMigrations = [
  CreateTokens1764100000002,
  AddPepperId1764500000001,
  AddLeniency1764500000047,
  TellEnds1765200000004,
  AddPurpose1765900000068,
  AddProvider1766000000077,
];
