import { MembershipRow, RemovalByHandRow, RosterRow, StagedMembersRow } from './member-rows.js';
import { ContestRow, DirtyTeamRow, HeldRunRow, ReconcilerRunRow } from './reconciler-rows.js';
import { AccountRow, PersonRow, QuestionRow } from './replica-rows.js';
import { TakeoverPersonRow, TakeoverRow } from './takeover-rows.js';
import { FormerTeamRow, TeamRow } from './team-row.js';

/** The service's own tables. */
export const teamEntities = [
  TeamRow,
  RosterRow,
  MembershipRow,
  RemovalByHandRow,
  StagedMembersRow,
  AccountRow,
  PersonRow,
  QuestionRow,
  DirtyTeamRow,
  HeldRunRow,
  ContestRow,
  ReconcilerRunRow,
  TakeoverRow,
  TakeoverPersonRow,
  FormerTeamRow,
];
