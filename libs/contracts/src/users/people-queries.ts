import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsDateString,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { ListOf } from '../schema/nested.js';
import { managers, type ManagedBy } from './managed-by.js';
import { UserView } from './user-view.js';

/** `name`: by `displayName` without regard to case, who has none last. */
export const peopleOrders = ['created', 'name'] as const;
export type PeopleOrder = (typeof peopleOrders)[number];

/**
 * All users of the account, released ones too, in creation order unless another is asked for. A search reads a bounded number
 * of users, so a page of one may be shorter than `limit`, or empty, and still have a `next`.
 */
export class ListPeople {
  @IsUUID() readonly accountId: string;
  /** The `next` of the previous page. */
  @IsOptional() @IsUUID() readonly after?: string;
  /** The `nextKey` of the previous page, with its `next`. */
  @IsOptional() @IsString() @MaxLength(1_000) readonly afterKey?: string;
  /** How many to skip behind that; not of a search. */
  @IsOptional() @IsInt() @Min(0) @Max(100_000_000) readonly offset?: number;
  /** 1 to 200. */
  @IsInt() @Min(1) @Max(200) readonly limit: number;
  /** Not of a search, which is in creation order. */
  @IsOptional() @IsIn(peopleOrders) readonly order?: PeopleOrder;
  /** A part of the name or of the e-mail address, without regard to case. */
  @IsOptional() @IsString() @MaxLength(320) readonly search?: string;
  /**
   * Of a search: who has exactly this id or this address to sign in with comes first; `all`: also who has this `externalId` or
   * another address like it.
   */
  @IsOptional() @IsIn(['own', 'all']) readonly exactFirst?: 'own' | 'all';
  /** And nobody else. */
  @IsOptional() @IsIn([true]) readonly exactOnly?: true;
  @IsOptional() @IsBoolean() readonly active?: boolean;
  @IsOptional() @IsString() @MaxLength(200) readonly userType?: string;
  @IsOptional() @IsIn(managers) readonly managedBy?: ManagedBy;
  @IsOptional() @IsBoolean() readonly released?: boolean;
  /** Only these, in this order, whatever else is asked for; unknown ones are left out. */
  @IsOptional() @IsArray() @ArrayMaxSize(200) @IsString({ each: true }) readonly ids?: readonly string[];
  /** As `rows` in place of `users`. */
  @IsOptional() @IsIn(['rows']) readonly as?: 'rows';
  /** With the `total`. */
  @IsOptional() @IsBoolean() readonly counted?: boolean;
}

/** A user in a table of people. */
export class PersonRow {
  @IsUUID() readonly id: string;
  @IsString() readonly userName: string;
  /** As people see the person, where there is a name. */
  @IsOptional() @IsString() readonly displayName?: string;
  @IsString() readonly userType: string;
  @IsBoolean() readonly active: boolean;
  @IsBoolean() readonly released: boolean;
  @IsIn(managers) readonly managedBy: ManagedBy;
  @IsDateString() readonly updatedAt: string;
}

export class PeoplePage {
  @ListOf(() => UserView) readonly users: UserView[];
  /** In place of `users`, which is empty then. */
  @IsOptional() @ListOf(() => PersonRow) readonly rows?: PersonRow[];
  @IsOptional() @IsString() readonly next?: string;
  /** With `next`, where the order is another one than that of creation. */
  @IsOptional() @IsString() readonly nextKey?: string;
  /**
   * How many there are; of a search, how many are searched through. Absent where it was not asked for, or counting would have
   * taken too long.
   */
  @IsOptional() @IsInt() readonly total?: number;
  /** How many users a search has looked at for this page, where it has not come to the end. */
  @IsOptional() @IsInt() readonly lookedAt?: number;
}
