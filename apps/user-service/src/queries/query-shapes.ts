import { IsIn, IsInt, IsObject, IsOptional, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';
import type { CheckPassword, Filter, SearchUsers } from '@rollcall/contracts';

/** The body of a search, checked: callers are ours, but a mistake of theirs should say so. */
export class SearchUsersBody implements SearchUsers {
  @IsUUID() accountId: string;
  @IsOptional() @IsObject() filter?: Filter;
  @IsIn(['default', 'managed', 'all']) scope: SearchUsers['scope'];
  @IsInt() @Min(0) offset: number;
  @IsInt() @Min(0) @Max(1_000) limit: number;
}

export class CheckPasswordBody implements CheckPassword {
  @IsUUID() accountId: string;
  @IsString() @MaxLength(320) userName: string;
  @IsString() @MaxLength(1_024) password: string;
}
