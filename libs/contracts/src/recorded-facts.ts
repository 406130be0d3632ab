import { ArrayMaxSize, IsArray, IsInt, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { claimedAccountForm } from './tokens/scim-token.js';

/** How many ids a record names of one list. */
export const recordedIds = 20;
/** What clients call an id can be any text: so much of it is recorded. */
export const longestRecordedText = 100;
/** The longest sentence of an answer that is recorded. */
export const longestRecordedSentence = 1_000;

function IsRecordedText(): PropertyDecorator {
  return (target, name) => {
    for (const decorate of [IsOptional(), IsString(), MaxLength(longestRecordedText)]) decorate(target, name);
  };
}

function IsCount(): PropertyDecorator {
  return (target, name) => {
    for (const decorate of [IsOptional(), IsInt()]) decorate(target, name);
  };
}

function AreRecordedIds(): PropertyDecorator {
  const each = { each: true } as const;
  const all = [
    IsOptional(),
    IsArray(),
    ArrayMaxSize(recordedIds),
    IsString(each),
    MaxLength(longestRecordedText, each),
  ];
  return (target, name) => {
    for (const decorate of all) decorate(target, name);
  };
}

/**
 * What the record of a refused request says of the reason beside its code: ids, counts and names of attributes, as `refusalCodes` has
 * them, but no values. What a client named as a member may be any text.
 */
export class RecordedFacts {
  /** Named as members, and no users of the account: the first of them. */
  @AreRecordedIds() unknownIds?: string[];
  /** Named as members, and teams: the first of them. */
  @AreRecordedIds() groupIds?: string[];
  @IsOptional() @IsUUID() userId?: string;
  @IsOptional() @IsUUID() teamId?: string;
  @IsOptional() @IsUUID() tokenId?: string;
  @IsOptional() @IsUUID() roleId?: string;
  @IsOptional() @IsUUID() takeoverId?: string;
  @IsRecordedText() attribute?: string;
  @IsRecordedText() action?: string;
  @IsRecordedText() setting?: string;
  /**
   * The account that a token names which is nobody's, as its sender wrote it: letters and digits of the beginning of a slug. Anybody can
   * write any; the request is not that account's.
   */
  @IsOptional() @Matches(claimedAccountForm) claimedAccount?: string;
  /** How many members are unknown. */
  @IsCount() count?: number;
  /** Of leavers: how many are held, were declined, have left, and may leave. */
  @IsCount() held?: number;
  @IsCount() declined?: number;
  @IsCount() left?: number;
  @IsCount() limit?: number;
  /** How many people have the role, at most. */
  @IsCount() users?: number;
}
