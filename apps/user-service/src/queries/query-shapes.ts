import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import type {
  AskUserBriefs,
  CheckPassword,
  Filter,
  ListPeople,
  LookUpUsers,
  SearchUsers,
  StartSession,
  UserLookUp,
} from '@rollcall/contracts';

/** The body of a search, checked: callers are ours, but a mistake of theirs should say so. */
export class SearchUsersBody implements SearchUsers {
  @IsUUID() accountId: string;
  @IsOptional() @IsObject() filter?: Filter;
  @IsIn(['default', 'managed', 'all']) scope: SearchUsers['scope'];
  @IsInt() @Min(0) offset: number;
  @IsInt() @Min(0) @Max(1_000) limit: number;
}

/** What is looked for is looked at one by one: any text may be. */
export class LookUpsBody implements LookUpUsers {
  @IsArray() @ArrayMaxSize(500) @IsObject({ each: true }) lookUps: UserLookUp[];
}

export class PeopleBody implements ListPeople {
  @IsUUID() accountId: string;
  @IsOptional() @IsUUID() after?: string;
  @IsInt() @Min(1) @Max(200) limit: number;
  @IsOptional() @IsString() @MaxLength(320) search?: string;
  @IsOptional() @IsBoolean() active?: boolean;
  @IsOptional() @IsString() @MaxLength(200) userType?: string;
  @IsOptional() @IsIn(['directory', 'workspace']) managedBy?: 'directory' | 'workspace';
}

export class BriefsBody implements AskUserBriefs {
  @IsUUID() accountId: string;
  @IsArray() @ArrayMaxSize(5_000) @IsString({ each: true }) userIds: string[];
}

export class CheckPasswordBody implements CheckPassword {
  @IsUUID() accountId: string;
  @IsString() @MaxLength(320) userName: string;
  @IsString() @MaxLength(1_024) password: string;
}

export class StartSessionBody implements StartSession {
  @IsString() @MaxLength(100) account: string;
  @IsString() @MaxLength(320) userName: string;
  @IsString() @MaxLength(1_024) password: string;
}

export class SessionTokenBody {
  @IsString() @MaxLength(200) token: string;
}
