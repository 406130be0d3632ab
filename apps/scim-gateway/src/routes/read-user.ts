import type { TeamsByUser, UserView } from '@rollcall/contracts';
import type { FastifyRequest } from 'fastify';
import type { QueryClients } from '../clients/query-clients.js';
import { callOf, type Call } from '../http/request-context.js';
import type { Wanted } from './answer.js';

/** A user with the user's teams, where `groups` is wanted. */
export async function readUser(
  clients: QueryClients,
  request: FastifyRequest,
  { id, wanted }: { readonly id: string; readonly wanted: Wanted },
): Promise<{ readonly user: UserView; readonly groups: TeamsByUser[string] | undefined }> {
  const call = callOf(request);
  const [user, { [id]: groups }] = await Promise.all([
    clients.users.find(id, call),
    groupsOf(clients, [id], wanted, call),
  ]);
  return { user, groups };
}

/** One query for a page of users, and none where `groups` is not wanted. Only reads show groups, writes do not. */
export async function groupsOf(
  clients: QueryClients,
  ids: readonly string[],
  wanted: Wanted,
  call: Call,
): Promise<TeamsByUser> {
  if (ids.length === 0 || (wanted && !wanted.wants('groups'))) return {};
  return clients.teams.teamsOf(ids, call);
}
