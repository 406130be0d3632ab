import { Refusal, type MemberPage, type TeamView } from '@rollcall/contracts';
import { startText, type Answer, type AnswerOptions, type DryRun } from '@rollcall/gateway-kit';
import { listHead, project, type PageOf } from '@rollcall/scim';
import { ServiceUnavailable } from '@rollcall/service-kit';
import type { TeamQueryClient } from '../clients/http-team-query-client.js';
import type { UserQueryClient } from '../clients/http-user-query-client.js';
import type { Call } from '../http/request-context.js';
import { groupLocation, groupToScim, membersToScim } from '../resources/team-mapping.js';
import { withWouldChange } from '../resources/would-change.js';
import { projected, scimAnswer, type Wanted } from './answer.js';

/** What answers about groups need beside the groups. */
export interface GroupReading {
  readonly teams: Pick<TeamQueryClient, 'members'>;
  readonly users: Pick<UserQueryClient, 'briefs'>;
  readonly call: Call;
  readonly baseUrl: string;
  readonly wanted: Wanted;
  /** Set where the group is not written, and the answer says what would change. */
  readonly dryRun?: DryRun;
}

/**
 * One group with its ETag. Members are streamed page by page: a group of 100,000 members needs no more memory than one
 * of 1,000.
 */
export async function groupAnswer(team: TeamView, reading: GroupReading, status = 200): Promise<Answer<unknown>> {
  return scimAnswer(await startText(groupText(team, reading)), optionsOf(team, reading, status));
}

/**
 * Answers a write that is committed. Where its members cannot be read at this moment, the answer has no members (RFC
 * 7644 §3.5.1 lets a service leave attributes out): an error would deny what has happened.
 */
export async function writtenGroupAnswer(
  team: TeamView,
  reading: GroupReading,
  status = 200,
): Promise<Answer<unknown>> {
  try {
    return await groupAnswer(team, reading, status);
  } catch (error) {
    if (!(error instanceof ServiceUnavailable) && !(error instanceof Refusal)) throw error;
    return scimAnswer(shownGroup(team, reading), optionsOf(team, reading, status));
  }
}

function optionsOf(team: TeamView, { baseUrl }: GroupReading, status: number): AnswerOptions {
  return { status, version: team.version, location: status === 201 ? groupLocation(team, baseUrl) : undefined };
}

interface GroupPage {
  /** Resources that stand before the groups. */
  readonly before?: readonly object[];
  readonly teams: readonly TeamView[];
  /** Where the page stands in the list. */
  readonly of: PageOf;
}

/** A page of groups (RFC 7644 §3.4.2), written group by group. */
export async function groupsAnswer(page: GroupPage, reading: GroupReading): Promise<Answer<unknown>> {
  return scimAnswer(await startText(listText(page, reading)));
}

async function* listText({ before = [], teams, of }: GroupPage, reading: GroupReading): AsyncGenerator<string> {
  const head = listHead(before.length + teams.length, of);
  yield `${JSON.stringify(head).slice(0, -1)},"Resources":[${before.map((each) => JSON.stringify(each)).join(',')}`;
  const ahead: MemberPages[] = [];
  for (const [index, team] of teams.entries()) {
    for (const next of teams.slice(index + ahead.length, index + groupsAhead)) ahead.push(begun(next, reading));
    if (before.length + index > 0) yield ',';
    yield* groupText(team, reading, ahead.shift());
  }
  yield ']}';
}

type MemberPages = AsyncIterable<readonly object[]>;

/** Of so many groups of a list the first members are read at a time: one after the other, small groups take longest. */
const groupsAhead = 8;

/** The members of a group in a list, whose first page is read at once. A group that was deleted since the list was read has none. */
function begun(team: TeamView, reading: GroupReading): MemberPages {
  if (!wantsMembers(reading)) return noPages();
  const pages = memberPages(team, reading);
  const first = pages.next();
  first.catch(() => undefined); // it is thrown where the group is written
  return (async function* () {
    try {
      const { done, value } = await first;
      if (done) return;
      yield value;
      yield* pages;
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'team-not-found') throw error;
    }
  })();
}

async function* noPages(): AsyncGenerator<readonly object[]> {}

const wantsMembers = ({ wanted }: GroupReading) => !wanted || wanted.wants('members');

async function* groupText(team: TeamView, reading: GroupReading, pages?: MemberPages): AsyncGenerator<string> {
  const { dryRun } = reading;
  const group = shownGroup(team, reading);
  const text = JSON.stringify(dryRun?.wouldChange ? withWouldChange(group, dryRun.wouldChange) : group);
  if (!wantsMembers(reading)) {
    yield text;
    return;
  }
  yield `${text.slice(0, -1)},"members":[`;
  let isFirst = true;
  for await (const page of pages ?? memberPages(team, reading)) {
    if (page.length === 0) continue;
    yield `${isFirst ? '' : ','}${JSON.stringify(page).slice(1, -1)}`;
    isFirst = false;
  }
  yield ']}';
}

const shownGroup = (team: TeamView, { baseUrl, wanted }: GroupReading): object =>
  projected(groupToScim(team, baseUrl), wanted);

/** Fetches the next page while the names of the present one are fetched. */
async function* memberPages(team: TeamView, { teams, users, call, baseUrl, wanted }: GroupReading) {
  let page: Promise<MemberPage> | undefined = teams.members(team.id, undefined, call);
  while (page) {
    const { userIds, next }: MemberPage = await page;
    page = next === undefined ? undefined : teams.members(team.id, next, call);
    // when it is never awaited, its error must not end the process; an await still throws it
    page?.catch(() => undefined);
    const briefs = userIds.length > 0 ? await users.briefs(userIds, call) : [];
    yield shown(membersToScim(userIds, briefs, baseUrl), wanted);
  }
}

/** `attributes=members.value` shows one sub-attribute of each member. */
function shown(members: readonly object[], wanted: Wanted): readonly object[] {
  if (!wanted) return members;
  return (project({ members }, wanted) as { members?: object[] }).members ?? []; // `project` returns what was put in
}
