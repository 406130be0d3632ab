import {
  actorKinds,
  Described,
  ListOf,
  MayBeAbsent,
  Nested,
  UserProfile,
  UtcTime,
  type ActorKind,
  type Class,
  type ManagedBy,
} from '@rollcall/contracts';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsString, Matches, Max, Min } from 'class-validator';
import { Id, IsManagedBy, Time } from './decorators.js';

/** The user type, for readers of the document. */
export const aboutUserType = 'admin, member, viewer, guest, or the id of a custom role.';

/** What is empty is absent. */
export class Profile extends UserProfile {}

export class User {
  @Id() id: string;
  @Described('Rises with every change; the number in the ETag.') @IsInt() version: number;
  @Described('The e-mail address, which is also the name to sign in with.') @IsString() userName: string;
  @MayBeAbsent() @IsString() externalId?: string;
  @Described(aboutUserType) @IsString() userType: string;
  @Described('Inactive people stay, cannot sign in, and are no seats.') @IsBoolean() active: boolean;
  @IsManagedBy() managedBy: ManagedBy;
  @Described('The identity provider deleted the person.') @IsBoolean() released: boolean;
  @Described(
    'The directory may set neither the name nor the password to sign in with: made in the product, and an admin once.',
  )
  @MayBeAbsent()
  @IsIn([true])
  ownSignIn?: true;
  @Nested(() => Profile) profile: Profile;
  @Time() createdAt: string;
  @Time() updatedAt: string;
}

/** Somebody beside something else: a member, the creator of a token. */
export class Person {
  @Id() id: string;
  @IsString() userName: string;
  @MayBeAbsent() @IsString() displayName?: string;
  @IsBoolean() active: boolean;
}

/** Somebody in a table of people. */
export class PersonRow {
  @Id() id: string;
  @Described('The e-mail address, which is also the name to sign in with.') @IsString() userName: string;
  @MayBeAbsent() @IsString() displayName?: string;
  @Described(aboutUserType) @IsString() userType: string;
  @IsBoolean() active: boolean;
  @Described('The identity provider deleted the person.') @IsBoolean() released: boolean;
  @IsManagedBy() managedBy: ManagedBy;
  @Described('When something was changed last; RFC 3339, UTC') @UtcTime() updatedAt: string;
}

/** Who did something: an admin of the account with name, where they are still known. */
export class Actor {
  @Described('directory: by a SCIM token; admin; operator; system: Rollcall itself.')
  @IsIn(actorKinds)
  kind: ActorKind;
  @Described('The id of the token or of the person, or a name.') @IsString() id: string;
  @MayBeAbsent() @Nested(() => Person) person?: Person;
}

/** A team beside something else; without a name where that is not known any more. */
export class NamedTeam {
  @Id() id: string;
  @MayBeAbsent() @IsString() displayName?: string;
}

/** The account beside something else. */
export class AccountBrief {
  @Id() id: string;
  @IsString() slug: string;
  @IsString() name: string;
}

/** The person in an address. */
export class UserId {
  @Id() userId: string;
}

/** The team in an address. */
export class TeamId {
  @Id() teamId: string;
}

/** A page; `next` is the cursor of the next one, and absent on the last. A page may be shorter than asked for. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

/** To be extended by a class that has a name of its own. */
export function pageOf<Item extends object>(item: Class<Item>): Class<Page<Item>> {
  class PageOf implements Page<Item> {
    @ListOf(() => item) items: Item[];
    @MayBeAbsent() @IsString() next?: string;
  }
  return PageOf;
}

/** The query of a list. */
export class Paging {
  @Described('How many at most.')
  @MayBeAbsent()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;
  @Described('The `next` of the page before.') @MayBeAbsent() @Matches(/^[A-Za-z0-9_-]{1,6000}$/) cursor?: string;
}
