import { IsBoolean, IsDateString, IsIn, IsInt, IsOptional, IsString, IsUUID } from 'class-validator';
import { Nested } from '../schema/nested.js';
import { managers, type ManagedBy } from './managed-by.js';
import { UserProfile } from './profile.js';

/** A user, as user-service answers it to other services: the body of replies and answers. */
export class UserView {
  @IsUUID() readonly id: string;
  @IsUUID() readonly accountId: string;
  @IsInt() readonly version: number;
  /** In the case in which it was sent (rule 1). */
  @IsString() readonly userName: string;
  @IsOptional() @IsString() readonly externalId?: string;
  /** `admin`, `member`, `viewer`, `guest`, or the id of a custom role. */
  @IsString() readonly userType: string;
  @IsBoolean() readonly active: boolean;
  @IsIn(managers) readonly managedBy: ManagedBy;
  /** True after the directory deleted the person (rule 5): the workspace still shows them. */
  @IsOptional() @IsIn([true]) readonly released?: true;
  /** True where the directory may set neither the name nor the password to sign in with (rule 6). */
  @IsOptional() @IsIn([true]) readonly ownSignIn?: true;
  @Nested(() => UserProfile) readonly profile: UserProfile;
  @IsDateString() readonly createdAt: string;
  @IsDateString() readonly updatedAt: string;
}

/** What `user.create` did (rule 5). */
export const arrivals = ['created', 'restored', 'adopted'] as const;
export type Arrival = (typeof arrivals)[number];

/** Reply of the commands that write a user: the user as committed. */
export class UserReply extends UserView {
  /** False where nothing had to change: no event, no new version. */
  @IsBoolean() readonly changed: boolean;
  /** Set in the reply of `user.create`. */
  @IsOptional() @IsIn(arrivals) readonly outcome?: Arrival;
}

/** What other services store of a user, or show beside its id; released users are included, and marked so. */
export class UserBrief {
  @IsUUID() readonly id: string;
  @IsInt() readonly version: number;
  @IsString() readonly userName: string;
  @IsBoolean() readonly active: boolean;
  @IsIn(managers) readonly managedBy: ManagedBy;
  @IsBoolean() readonly released: boolean;
  /** As people see the person, where names were asked for and there is one. */
  @IsOptional() @IsString() readonly displayName?: string;
}
