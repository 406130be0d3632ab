import type { ValuesOf } from './attribute.js';
import type { enterpriseUserSchema } from './enterprise-user-schema.js';
import type { Urns } from './urns.js';
import type { userSchema } from './user-schema.js';

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

type UserAttributes = ValuesOf<ReturnType<typeof userSchema>['attributes']>;
export type EnterpriseUser = ValuesOf<(typeof enterpriseUserSchema)['attributes']>;

/** A User as it is read from a body or built for an answer (RFC 7643 §4.1, §4.3): what its schemas define. */
export interface UserResource extends Resource, UserAttributes {
  userName: string;
  [Urns.enterpriseUser]?: EnterpriseUser;
}

/** One value of a multi-valued attribute (RFC 7643 §2.4). */
export type LabelledValue = NonNullable<UserResource['emails']>[number];

export interface GroupReference {
  value: string;
  $ref?: string;
  display?: string;
  type?: string;
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

/** A user type or custom role that users can be given. */
export interface RoleResource extends Resource {
  displayName: string;
  description?: string;
}
