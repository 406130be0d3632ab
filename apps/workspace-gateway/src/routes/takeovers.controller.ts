import { Controller, Inject } from '@nestjs/common';
import {
  TakeoverCommands,
  TakeoverQueries,
  takeoverSides,
  type TakeoverPerson,
  type TakeoverReply,
  type TakeoverSide,
  type TakeoverView,
} from '@rollcall/contracts';
import { Answer, CommandSender, QueryClient, type Commands, type Queries } from '@rollcall/gateway-kit';
import type { AnswerOf } from '../contract/define-route.js';
import * as routes from '../contract/takeover-routes.js';
import type { CheckedRequest } from '../http/checked-request.js';
import { page, readCursor } from '../http/cursor.js';
import type { Call } from '../http/request-context.js';
import { takeoverSentence, type SidesNamed } from '../resources/takeover-sentence.js';
import { UserBriefs } from '../resources/user-briefs.js';
import { Checked, Serve } from './serve.js';

type Shown = AnswerOf<typeof routes.allowTakeover>;

/** How many people of a side stand beside a takeover; the list of the side has the rest. */
const peoplePerSide = 20;

/** Takeovers of teams by the directory, for the admins of the account (rules 11, 26). */
@Controller()
export class TakeoversController {
  constructor(
    @Inject(QueryClient) private readonly queries: Queries,
    @Inject(CommandSender) private readonly commands: Commands,
  ) {}

  @Serve(routes.listTakeovers)
  async list(@Checked() { query, call }: CheckedRequest<typeof routes.listTakeovers>) {
    const { cursor, limit, state } = query;
    const { after } = readCursor(cursor);
    const of = {
      accountId: call.accountId,
      limit,
      ...(state === undefined ? {} : { state }),
      ...(after === undefined ? {} : { before: after }),
    };
    const { takeovers, next } = await this.queries.ask(TakeoverQueries.list, of, call);
    const people = await UserBriefs.ask(this.queries, { userIds: [], actors: takeovers.flatMap(actorsOf) }, call);
    return new Answer(
      page(
        takeovers.map((takeover) => shownOf(takeover, people)),
        next,
      ),
    );
  }

  @Serve(routes.findTakeover)
  async find(@Checked() { params, call }: CheckedRequest<typeof routes.findTakeover>) {
    const asked = { accountId: call.accountId, ...params };
    const { counts, ...takeover } = await this.queries.ask(TakeoverQueries.find, asked, call);
    const first = async (side: TakeoverSide) =>
      counts[side] === 0
        ? []
        : (await this.queries.ask(TakeoverQueries.people, { ...asked, side, limit: peoplePerSide }, call)).people;
    const [gain = [], lose = [], stay = [], missing = []] = await Promise.all(takeoverSides.map(first));
    const all = [...gain, ...lose, ...stay, ...missing];
    const actors = [...actorsOf(takeover), ...all.flatMap(({ addedBy }) => addedBy ?? [])];
    const people = await UserBriefs.ask(this.queries, { userIds: all.map(({ userId }) => userId), actors }, call);
    const sideOf = (side: TakeoverSide, some: readonly TakeoverPerson[]) => ({
      count: counts[side],
      items: some.map((person) => personOf(person, people)),
    });
    const namesOf = (some: readonly TakeoverPerson[]) =>
      some.flatMap(({ userId }) => people.person(userId)?.userName ?? []);
    const sides = { counts, names: { gain: namesOf(gain), lose: namesOf(lose) } };
    return new Answer(
      {
        ...shownOf(takeover, people, sides),
        gain: sideOf('gain', gain),
        lose: sideOf('lose', lose),
        stay: sideOf('stay', stay),
        missing: sideOf('missing', missing),
      },
      { version: takeover.version },
    );
  }

  @Serve(routes.takeoverPeople)
  async people(@Checked() { params, query, call }: CheckedRequest<typeof routes.takeoverPeople>) {
    const { cursor, limit, side } = query;
    const of = { accountId: call.accountId, ...params, side, limit, ...readCursor(cursor) };
    const { people: found, next } = await this.queries.ask(TakeoverQueries.people, of, call);
    const actors = found.flatMap(({ addedBy }) => addedBy ?? []);
    const people = await UserBriefs.ask(this.queries, { userIds: found.map(({ userId }) => userId), actors }, call);
    return new Answer(
      page(
        found.map((person) => personOf(person, people)),
        next,
      ),
    );
  }

  @Serve(routes.allowTakeover)
  allow(@Checked() request: CheckedRequest<typeof routes.allowTakeover>) {
    return this.decide('allow', request);
  }

  @Serve(routes.declineTakeover)
  decline(@Checked() request: CheckedRequest<typeof routes.declineTakeover>) {
    return this.decide('decline', request);
  }

  @Serve(routes.undoTakeover)
  undo(@Checked() request: CheckedRequest<typeof routes.undoTakeover>) {
    return this.decide('undo', request);
  }

  private async decide(
    how: keyof typeof TakeoverCommands,
    { params, call, ifMatch }: CheckedRequest<typeof routes.allowTakeover>,
  ): Promise<Answer<Shown>> {
    const { teamId } = await this.queries.ask(TakeoverQueries.find, { accountId: call.accountId, ...params }, call);
    const decided: TakeoverReply = await this.commands.send(
      TakeoverCommands[how],
      { teamId, ...params, ...ifMatch },
      call,
    );
    return this.answer(decided, call);
  }

  private async answer({ changed: _changed, ...takeover }: TakeoverReply, call: Call): Promise<Answer<Shown>> {
    const people = await UserBriefs.ask(this.queries, { userIds: [], actors: actorsOf(takeover) }, call);
    return new Answer(shownOf(takeover, people), { version: takeover.version });
  }
}

const actorsOf = ({ pushedBy, decidedBy }: TakeoverView) => (decidedBy ? [pushedBy, decidedBy] : [pushedBy]);

function shownOf(takeover: TakeoverView, people: UserBriefs, sides?: SidesNamed): Shown {
  const { accountId: _, pushedBy, decidedBy, ...rest } = takeover;
  return {
    ...rest,
    sentence: takeoverSentence(takeover, sides),
    pushedBy: people.actor(pushedBy),
    ...(decidedBy ? { decidedBy: people.actor(decidedBy) } : {}),
  };
}

function personOf({ addedBy, ...person }: TakeoverPerson, people: UserBriefs) {
  const { userId } = person;
  return { ...person, ...people.named(userId), ...(addedBy ? { addedBy: people.actor(addedBy) } : {}) };
}
