import type { Urns } from './urns.js';

/** The service provider's metadata of a resource (RFC 7643 §3.1). */
export interface Meta {
  resourceType: string;
  created?: string;
  lastModified?: string;
  location?: string;
  version?: string;
}

/** The attributes of every resource (RFC 7643 §3). */
export interface Resource {
  schemas: string[];
  id?: string;
  externalId?: string;
  meta?: Meta;
}

export interface Name {
  formatted?: string;
  familyName?: string;
  givenName?: string;
  middleName?: string;
  honorificPrefix?: string;
  honorificSuffix?: string;
}

/** One value of a multi-valued attribute (RFC 7643 §2.4). */
export interface LabelledValue {
  value?: string;
  display?: string;
  type?: string;
  primary?: boolean;
}

export interface Address {
  value?: string;
  formatted?: string;
  streetAddress?: string;
  locality?: string;
  region?: string;
  postalCode?: string;
  country?: string;
  type?: string;
  primary?: boolean;
}

export interface GroupReference {
  value: string;
  $ref?: string;
  display?: string;
  type?: string;
}

export interface EnterpriseUser {
  employeeNumber?: string;
  costCenter?: string;
  organization?: string;
  division?: string;
  department?: string;
  manager?: { value?: string; $ref?: string; displayName?: string };
}

/** A User as it is read from a body or built for an answer (RFC 7643 §4.1, §4.3). */
export interface UserResource extends Resource {
  userName: string;
  name?: Name;
  displayName?: string;
  nickName?: string;
  profileUrl?: string;
  title?: string;
  userType?: string;
  preferredLanguage?: string;
  locale?: string;
  timezone?: string;
  active?: boolean;
  password?: string;
  emails?: LabelledValue[];
  phoneNumbers?: LabelledValue[];
  addresses?: Address[];
  groups?: GroupReference[];
  roles?: LabelledValue[];
  [Urns.enterpriseUser]?: EnterpriseUser;
}

export interface Member {
  value: string;
  $ref?: string;
  display?: string;
  type?: string;
}

/** A Group as it is read from a body or built for an answer (RFC 7643 §4.2). */
export interface GroupResource extends Resource {
  displayName: string;
  members?: Member[];
}
