import { IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';
import { Described } from '../schema/described.js';
import { ListOf, Nested } from '../schema/nested.js';

/** The largest number of characters in one attribute; the edge refuses longer input before. */
export const longestText = 8_192;
/** Most values that one multi-valued attribute may hold. */
export const maxValues = 100;

/** Components of a person's name (RFC 7643 §4.1.1 "name"). */
export class PersonName {
  @IsOptional() @IsString() @MaxLength(longestText) formatted?: string;
  @IsOptional() @IsString() @MaxLength(longestText) familyName?: string;
  @IsOptional() @IsString() @MaxLength(longestText) givenName?: string;
  @IsOptional() @IsString() @MaxLength(longestText) middleName?: string;
  @IsOptional() @IsString() @MaxLength(longestText) honorificPrefix?: string;
  @IsOptional() @IsString() @MaxLength(longestText) honorificSuffix?: string;
}

/** One e-mail address or phone number. */
export class LabelledValue {
  @IsOptional() @IsString() @MaxLength(longestText) value?: string;
  @IsOptional() @IsString() @MaxLength(longestText) type?: string;
  @IsOptional() @IsString() @MaxLength(longestText) display?: string;
  @IsOptional() @IsBoolean() primary?: boolean;
}

/** A postal address; `value` holds an address that was sent as a bare text. */
export class Address {
  @IsOptional() @IsString() @MaxLength(longestText) value?: string;
  @IsOptional() @IsString() @MaxLength(longestText) formatted?: string;
  @IsOptional() @IsString() @MaxLength(longestText) streetAddress?: string;
  @IsOptional() @IsString() @MaxLength(longestText) locality?: string;
  @IsOptional() @IsString() @MaxLength(longestText) region?: string;
  @IsOptional() @IsString() @MaxLength(longestText) postalCode?: string;
  @IsOptional() @IsString() @MaxLength(longestText) country?: string;
  @IsOptional() @IsString() @MaxLength(longestText) type?: string;
  @IsOptional() @IsBoolean() primary?: boolean;
}

export class Manager {
  @IsOptional() @IsString() @MaxLength(longestText) value?: string;
  @IsOptional() @IsString() @MaxLength(longestText) displayName?: string;
}

/** Where a person works inside the company (RFC 7643 §4.3). */
export class Enterprise {
  @IsOptional() @IsString() @MaxLength(longestText) employeeNumber?: string;
  @IsOptional() @IsString() @MaxLength(longestText) costCenter?: string;
  @IsOptional() @IsString() @MaxLength(longestText) organization?: string;
  @IsOptional() @IsString() @MaxLength(longestText) division?: string;
  @IsOptional() @IsString() @MaxLength(longestText) department?: string;
  @IsOptional() @Nested(() => Manager) manager?: Manager;
}

/**
 * The attributes of a person, without identity, type and state (rule 4). Absent means empty; there are no empty texts.
 */
export class UserProfile {
  @IsOptional() @Nested(() => PersonName) name?: PersonName;
  @IsOptional() @IsString() @MaxLength(longestText) displayName?: string;
  @IsOptional() @IsString() @MaxLength(longestText) nickName?: string;
  @IsOptional() @IsString() @MaxLength(longestText) title?: string;
  @IsOptional() @IsString() @MaxLength(longestText) profileUrl?: string;
  @Described('A language tag, such as en-US.')
  @IsOptional()
  @IsString()
  @MaxLength(longestText)
  preferredLanguage?: string;
  @Described('A language tag, such as en-US.') @IsOptional() @IsString() @MaxLength(longestText) locale?: string;
  @Described('An IANA name, such as Europe/Berlin.')
  @IsOptional()
  @IsString()
  @MaxLength(longestText)
  timezone?: string;
  @IsOptional() @ListOf(() => LabelledValue, maxValues) emails?: LabelledValue[];
  @IsOptional() @ListOf(() => LabelledValue, maxValues) phoneNumbers?: LabelledValue[];
  @IsOptional() @ListOf(() => Address, maxValues) addresses?: Address[];
  @IsOptional() @Nested(() => Enterprise) enterprise?: Enterprise;
}
