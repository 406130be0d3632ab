import { AskOnce1764400000003 } from './ask-once.js';
import { CreateReconciler1764200000002 } from './create-reconciler.js';
import { CreateTakeovers1764700000051 } from './create-takeovers.js';
import { CreateTeams1764200000001 } from './create-teams.js';
import { FindFormerTeams1765400000076 } from './find-former-teams.js';
import { FindKeptGroups1765100000077 } from './find-kept-groups.js';
import { KeepChanges1765000000072 } from './keep-changes.js';
import { KeepFormerNames1765400000001 } from './keep-former-names.js';
import { KeepFormerTeams1764800000057 } from './keep-former-teams.js';
import { FoldTeamNames1764600000039 } from './fold-team-names.js';
import { NamePushes1765000000071 } from './name-pushes.js';
import { TellOfReconciler1764900000067 } from './tell-of-reconciler.js';

/** All migrations of the service, oldest first. */
export const teamMigrations = [
  CreateTeams1764200000001,
  CreateReconciler1764200000002,
  AskOnce1764400000003,
  FoldTeamNames1764600000039,
  CreateTakeovers1764700000051,
  KeepFormerTeams1764800000057,
  TellOfReconciler1764900000067,
  NamePushes1765000000071,
  KeepChanges1765000000072,
  FindKeptGroups1765100000077,
  KeepFormerNames1765400000001,
  FindFormerTeams1765400000076,
];
