import { IsBoolean, IsDateString, IsIn, IsInt, IsObject, IsOptional, IsString, IsUUID } from 'class-validator';
import { ListOf, Nested } from '../schema/nested.js';
import type { AccountSettings } from './account-settings.js';
import { roleBases, type RoleBase } from './role-base.js';

export class RoleView {
  @IsUUID() readonly id: string;
  @IsString() readonly name: string;
  @IsIn(roleBases) readonly basedOn: RoleBase;
}

/** Reply of `role.create` and `role.rename`. */
export class RoleReply extends RoleView {
  /** The version of the account, which every role is part of. */
  @IsInt() readonly version: number;
}

/** An account is being closed: nobody gets in, and at the end of the term all of it is deleted. */
export class ClosingView {
  @IsDateString() readonly endsAt: string;
}

export class AccountView {
  @IsUUID() readonly id: string;
  @IsString() readonly slug: string;
  @IsString() readonly name: string;
  @IsInt() readonly version: number;
  @IsObject() readonly settings: AccountSettings;
  @IsOptional() @Nested(() => ClosingView) readonly closing?: ClosingView;
}

/** An account in a list. */
export class AccountBrief {
  @IsUUID() readonly id: string;
  @IsString() readonly slug: string;
  @IsString() readonly name: string;
  @IsOptional() @Nested(() => ClosingView) readonly closing?: ClosingView;
}

/** Reply of `account.create`. */
export class CreatedAccount extends AccountView {
  /** The first admin's user id. */
  @IsUUID() readonly adminId: string;
}

/** An account with its counts. */
export class AccountSummary extends AccountView {
  /** Active users: each is a seat (rule 5). */
  @IsInt() readonly seats: number;
  @IsInt() readonly users: number;
  @IsInt() readonly activeAdmins: number;
}

/** How many people have a user type. */
export class TypeCount {
  @IsString() readonly userType: string;
  /** Those of them who are not released. */
  @IsInt() readonly users: number;
  @IsInt() readonly released: number;
}

/**
 * How the people of an account divide. Of all but `released` and the counts of types, the released are no part. What takes too long to
 * count is absent.
 */
export class PeopleCounts {
  @IsInt() readonly users: number;
  @IsInt() readonly directory: number;
  @IsInt() readonly workspace: number;
  @IsOptional() @IsInt() readonly inactive?: number;
  @IsOptional() @IsInt() readonly released?: number;
  /** Types that nobody has are absent. */
  @IsOptional() @ListOf(() => TypeCount) readonly types?: TypeCount[];
}

/** Whether there is any account. */
export class AnyAccount {
  @IsBoolean() readonly any: boolean;
}
