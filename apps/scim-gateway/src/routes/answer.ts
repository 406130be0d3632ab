import type { TeamsByUser, UserView } from '@rollcall/contracts';
import { project, weakETag, type Projection } from '@rollcall/scim';
import type { FastifyReply } from 'fastify';
import { scimMediaType } from '../http/media-type.js';
import { locationOf, userToScim } from '../resources/user-mapping.js';

/** Which attributes the request wants back; undefined = those that are returned by default. */
export type Wanted = Projection | undefined;

/** Answers with a JSON document. */
export function sendDocument(reply: FastifyReply, document: object, status = 200): void {
  reply.code(status).type(scimMediaType).send(JSON.stringify(document));
}

export interface UserAnswer {
  readonly user: UserView;
  /** The teams that have the user; not told where it is left out. */
  readonly groups?: TeamsByUser[string] | undefined;
  readonly baseUrl: string;
  readonly wanted: Wanted;
  readonly status?: number;
}

/** Answers with one user and its ETag; a new one's `Location` is its `meta.location` (RFC 7644 §3.3). */
export function sendUser(reply: FastifyReply, { user, groups, baseUrl, wanted, status = 200 }: UserAnswer): void {
  reply.header('etag', weakETag(user.version));
  if (status === 201) reply.header('location', locationOf(user, baseUrl));
  sendDocument(reply, projected(userToScim(user, baseUrl, groups), wanted), status);
}

export function projected(resource: object, wanted: Wanted): object {
  return wanted ? project(resource, wanted) : resource;
}
