import { Readable } from 'node:stream';
import { Refusal, type MemberPage, type TeamView } from '@rollcall/contracts';
import { project, Urns, weakETag } from '@rollcall/scim';
import { ServiceUnavailable } from '@rollcall/service-kit';
import type { FastifyReply } from 'fastify';
import type { TeamQueryClient } from '../clients/team-query-client.js';
import type { UserQueryClient } from '../clients/user-query-client.js';
import { scimMediaType } from '../http/media-type.js';
import type { Call } from '../http/request-context.js';
import { groupLocation, groupToScim, membersToScim } from '../resources/team-mapping.js';
import { projected, sendDocument, type Wanted } from './answer.js';

/** What answers about groups need beside the groups. */
export interface GroupReading {
  readonly teams: Pick<TeamQueryClient, 'members'>;
  readonly users: Pick<UserQueryClient, 'briefs'>;
  readonly call: Call;
  readonly baseUrl: string;
  readonly wanted: Wanted;
}

/** Answers with one group and its ETag. Members flow from page to page: a group of 100,000 costs no more memory than one of 1,000. */
export async function sendGroup(
  reply: FastifyReply,
  team: TeamView,
  reading: GroupReading,
  status = 200,
): Promise<void> {
  reply.header('etag', weakETag(team.version));
  if (status === 201) reply.header('location', groupLocation(team, reading.baseUrl));
  await sendText(reply, groupText(team, reading), status);
}

/**
 * Answers a write that is committed. Where its members cannot be read back at this moment the group is told without them (RFC 7644
 * §3.5.1 lets a service leave attributes out): an error would deny what has happened.
 */
export async function sendWrittenGroup(
  reply: FastifyReply,
  team: TeamView,
  reading: GroupReading,
  status = 200,
): Promise<void> {
  try {
    await sendGroup(reply, team, reading, status);
  } catch (error) {
    if (!(error instanceof ServiceUnavailable) && !(error instanceof Refusal)) throw error;
    sendDocument(reply, projected(groupToScim(team, reading.baseUrl), reading.wanted), status);
  }
}

/** Answers with a page of groups (RFC 7644 §3.4.2), written group by group. */
export async function sendGroups(
  reply: FastifyReply,
  page: { readonly teams: readonly TeamView[]; readonly total: number; readonly startIndex: number },
  reading: GroupReading,
): Promise<void> {
  await sendText(reply, listText(page, reading), 200);
}

async function* listText(
  { teams, total, startIndex }: Parameters<typeof sendGroups>[1],
  reading: GroupReading,
): AsyncGenerator<string> {
  const head = { schemas: [Urns.listResponse], totalResults: total, startIndex, itemsPerPage: teams.length };
  yield `${JSON.stringify(head).slice(0, -1)},"Resources":[`;
  for (const [index, team] of teams.entries()) {
    if (index > 0) yield ',';
    yield* groupText(team, reading);
  }
  yield ']}';
}

async function* groupText(team: TeamView, reading: GroupReading): AsyncGenerator<string> {
  const text = JSON.stringify(projected(groupToScim(team, reading.baseUrl), reading.wanted));
  if (reading.wanted && !reading.wanted.wants('members')) {
    yield text;
    return;
  }
  yield `${text.slice(0, -1)},"members":[`;
  let isFirst = true;
  for await (const page of memberPages(team, reading)) {
    if (page.length === 0) continue;
    yield `${isFirst ? '' : ','}${JSON.stringify(page).slice(1, -1)}`;
    isFirst = false;
  }
  yield ']}';
}

/** While the people of one page are asked about, the next page is. */
async function* memberPages(team: TeamView, { teams, users, call, baseUrl, wanted }: GroupReading) {
  let page: Promise<MemberPage> | undefined = teams.members(team.id, undefined, call);
  while (page) {
    const { userIds, next }: MemberPage = await page;
    page = next === undefined ? undefined : teams.members(team.id, next, call);
    page?.catch(() => undefined); // if nobody waits for it any more; whoever does is told
    const briefs = userIds.length > 0 ? await users.briefs(userIds, call) : [];
    yield shown(membersToScim(userIds, briefs, baseUrl), wanted);
  }
}

/** `attributes=members.value` shows a part of each. */
function shown(members: readonly object[], wanted: Wanted): readonly object[] {
  if (!wanted) return members;
  return (project({ members }, wanted) as { members?: object[] }).members ?? []; // what was put in
}

/** The first piece is made before anything is sent: until then an error gets its own answer. */
async function sendText(reply: FastifyReply, text: AsyncGenerator<string>, status: number): Promise<void> {
  const pieces: string[] = [];
  let size = 0;
  for (let piece = await text.next(); !piece.done; piece = await text.next()) {
    pieces.push(piece.value);
    size += piece.value.length;
    if (size > holdAtMost) break;
  }
  reply.code(status).type(scimMediaType);
  if (size <= holdAtMost) {
    reply.send(pieces.join(''));
    return;
  }
  reply.send(Readable.from(after(pieces, text), { objectMode: true, highWaterMark: 1 }));
}

/** What is short is sent at once, with its length. */
const holdAtMost = 262_144;

async function* after(pieces: readonly string[], rest: AsyncGenerator<string>): AsyncGenerator<Buffer> {
  yield Buffer.from(pieces.join(''));
  for await (const piece of rest) yield Buffer.from(piece);
}
