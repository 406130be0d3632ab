import {
  idsPerMessage,
  Refusal,
  TeamCommands,
  type MemberList,
  type StageMembers,
  type TeamChange,
  type TeamReply,
} from '@rollcall/contracts';
import type { CommandSender } from '@rollcall/gateway-kit';
import { Slices, yieldToEventLoop } from '@rollcall/service-kit';
import { v7 as uuidv7 } from 'uuid';
import type { Call } from '../http/request-context.js';
import type { RecentReleases } from './recent-releases.js';
import type { OfTeam, TeamStep, WholeTeam } from './team-changes.js';

/**
 * How many parts of a list are sent concurrently: enough to keep network and database busy, without making other
 * commands wait behind ten of them.
 */
const partsAtOnce = 3;

/** A change of more members than this is an isolated command, for which other commands do not wait. */
const fewIds = 1_000;

/** So many releases at most are told before a command, all of them concurrently. */
const maxReleases = 50;

/** What handlers send, and fakes take. */
export type TeamCommandBus = Pick<KafkaTeamCommandBus, keyof KafkaTeamCommandBus>;

/**
 * Sends commands about teams over Kafka; rejects as `CommandSender` does. Lists of members may be of any length: one that is
 * too long for one message is staged in parts first.
 */
export class KafkaTeamCommandBus {
  /** @param releases of which team-service may not have heard */
  constructor(
    private readonly sender: Pick<CommandSender, 'send' | 'sendBefore'>,
    private readonly releases: RecentReleases,
  ) {}

  async push({ teamId, userIds = [], ...names }: WholeTeam & Pick<OfTeam, 'teamId'>, call: Call): Promise<TeamReply> {
    const members = await this.listOf(teamId, userIds, call);
    return unlessItWaits(await this.sender.send(TeamCommands.push, { teamId, ...names, members }, call));
  }

  /** Members about whom nothing is said stay. */
  async replace({ teamId, userIds, ...rest }: WholeTeam & OfTeam, call: Call): Promise<TeamReply> {
    if (!userIds) return this.rename({ teamId, ...rest }, call);
    const members = await this.listOf(teamId, userIds, call);
    return unlessItWaits(await this.sender.send(TeamCommands.replace, { teamId, ...rest, members }, call));
  }

  /** Replaces all but the members. */
  private rename(
    { teamId, displayName, externalId, ...rest }: Omit<WholeTeam & OfTeam, 'userIds'>,
    call: Call,
  ): Promise<TeamReply> {
    const known = externalId === undefined ? {} : { externalId };
    const steps = [{ change: 'rename', displayName } as const, { change: 'set-external-id', ...known } as const];
    return this.change({ teamId, steps, ...rest }, call);
  }

  async change(
    { teamId, steps, ...rest }: OfTeam & { readonly steps: readonly TeamStep[] },
    call: Call,
  ): Promise<TeamReply> {
    const together = countOf(steps);
    const changes: TeamChange[] = [];
    for (const step of steps) {
      if (!('userIds' in step)) changes.push(step);
      // All lists together must fit into the command.
      else changes.push({ change: step.change, members: await this.listOf(teamId, step.userIds, call, together) });
    }
    const command = together > fewIds ? TeamCommands.changeMany : TeamCommands.change;
    return unlessItWaits(await this.sender.send(command, { teamId, changes, ...rest }, call));
  }

  async delete(team: OfTeam, call: Call): Promise<void> {
    await this.sender.send(TeamCommands.delete, team, call);
  }

  /** The list for the command: in the command itself, or staged. Each part is confirmed before the command is sent. */
  private async listOf(
    teamId: string,
    userIds: readonly string[],
    call: Call,
    together = userIds.length,
  ): Promise<MemberList> {
    await this.sendReleases(userIds, call);
    if (together <= idsPerMessage || userIds.length === 0) return { userIds: [...userIds] };
    await yieldToEventLoop(); // a long list took long to read, and takes long to send
    const stageId = uuidv7();
    const parts = partsOf(userIds, { teamId, stageId });
    const slices = new Slices(); // what is checked and written of one part takes a few milliseconds
    const sendThem = async () => {
      for (const part of parts) {
        await slices.next();
        await this.sender.sendBefore(TeamCommands.stageMembers, part, call);
      }
    };
    await Promise.all(Array.from({ length: partsAtOnce }, sendThem)); // each call sends the next part that is left
    return { staged: { stageId, parts: Math.ceil(userIds.length / idsPerMessage) } };
  }

  /**
   * Somebody who was released a moment ago is no user for any command after it, also where the event has not come yet (rule 12). Of a dry
   * run too: team-service hears what it would hear anyway. Of very many it hears by their events, which take no longer.
   */
  private async sendReleases(userIds: readonly string[], call: Call): Promise<void> {
    const releases = this.releases.among(call.accountId, userIds);
    if (releases.length > maxReleases) return;
    const send = async (release: (typeof releases)[number]) => {
      await this.sender.sendBefore(TeamCommands.removeReleased, release, call);
      this.releases.forget(call.accountId, release.userId);
    };
    await Promise.all(releases.map(send));
  }
}

/**
 * The team as it became. A takeover that waits for an admin is refused, although what was pushed has been kept (rule 26).
 * @throws Refusal takeover-waits
 */
function unlessItWaits(team: TeamReply): TeamReply {
  if (team.outcome === 'waits') throw new Refusal('takeover-waits', { displayName: team.displayName });
  return team;
}

function* partsOf(
  userIds: readonly string[],
  stage: Pick<StageMembers, 'teamId' | 'stageId'>,
): Generator<Omit<StageMembers, 'accountId' | 'actor'>> {
  for (let at = 0; at < userIds.length; at += idsPerMessage) {
    yield { ...stage, part: at / idsPerMessage, userIds: userIds.slice(at, at + idsPerMessage) };
  }
}

function countOf(steps: readonly TeamStep[]): number {
  return steps.reduce((sum, step) => sum + ('userIds' in step ? step.userIds.length : 0), 0);
}
