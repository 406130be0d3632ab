import type { TeamsByUser, UserView } from '@rollcall/contracts';
import { Answer, type AnswerOptions } from '@rollcall/gateway-kit';
import { project, type Projection } from '@rollcall/scim';
import { scimMediaType } from '../http/media-type.js';
import { locationOf, userToScim } from '../resources/user-mapping.js';

/** The attributes that the request wants back; undefined: those returned by default. */
export type Wanted = Projection | undefined;

/** An answer of SCIM's media type: a document, or its text. */
export function scimAnswer<Body>(body: Body, { headers, ...options }: AnswerOptions = {}): Answer<Body> {
  return new Answer(body, { ...options, headers: { ...headers, 'content-type': scimMediaType } });
}

export interface UserAnswer {
  readonly user: UserView;
  /** The user's teams; where absent, the answer has no `groups`. */
  readonly groups?: TeamsByUser[string] | undefined;
  readonly baseUrl: string;
  readonly wanted: Wanted;
  readonly status?: number;
  /** The address asked for is not the user's own (`/Me`). */
  readonly isAlias?: boolean;
}

/** One user with its ETag; for a new user, and at an alias, `Location` is its `meta.location` (RFC 7644 §3.3, §3.11). */
export function userAnswer({ user, groups, baseUrl, wanted, status = 200, isAlias }: UserAnswer): Answer<object> {
  const location = status === 201 || isAlias ? locationOf(user, baseUrl) : undefined;
  const { version } = user;
  return scimAnswer(projected(userToScim(user, baseUrl, groups), wanted), { status, version, location });
}

/** The answer to a client that has this version already (RFC 7644 §3.14). */
export const unchanged = (version: number) => new Answer(undefined, { status: 304, version });

/** An answer without body (RFC 7644 §3.6, §3.5.2); `version` is that of the resource, where it still exists. */
export const noContent = (version?: number) =>
  new Answer(undefined, { status: 204, ...(version === undefined ? {} : { version }) });

export function projected(resource: object, wanted: Wanted): object {
  return wanted ? project(resource, wanted) : resource;
}
