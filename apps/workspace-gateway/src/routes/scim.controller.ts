import { Controller, Inject } from '@nestjs/common';
import {
  AccountCommands,
  AccountQueries,
  NoticeQueries,
  TeamQueries,
  TokenCommands,
  accountSettingValues,
  numbersOf,
  type AccountView,
  type TokenView,
} from '@rollcall/contracts';
import { Answer, CommandSender, QueryClient, type Commands, type Queries } from '@rollcall/gateway-kit';
import { v7 as uuidv7 } from 'uuid';
import type { AnswerOf } from '../contract/define-route.js';
import * as routes from '../contract/scim-routes.js';
import { problem } from '../errors/problem-table.js';
import type { CheckedRequest } from '../http/checked-request.js';
import type { Call } from '../http/request-context.js';
import { newTokenSecret } from '../resources/new-token.js';
import { activityOf, tokenInUse, type Known } from '../resources/provisioning-activity.js';
import { teamsInStates } from '../resources/provisioning-states.js';
import { statusOf } from '../resources/scim-status.js';
import { teamNamesOf } from '../resources/team-names.js';
import { shownScimTokens, tokenOf, tokensFor } from '../resources/token-view.js';
import { UserBriefs } from '../resources/user-briefs.js';
import { Checked, Serve } from './serve.js';

type Token = AnswerOf<typeof routes.revokeToken>;
type Settings = AnswerOf<typeof routes.scimSettings>;

const purpose = 'scim';

/** The public URL of SCIM for the identity provider, as admins see it. */
export class ScimAddress {
  constructor(readonly url: string | undefined) {}
}

/** Provisioning, for admins who set it up and watch it (P10, P18, P19). */
@Controller()
export class ScimController {
  constructor(
    @Inject(QueryClient) private readonly queries: Queries,
    @Inject(CommandSender) private readonly commands: Commands,
    private readonly address: ScimAddress,
  ) {}

  @Serve(routes.listTokens)
  async list(@Checked() { call }: CheckedRequest<typeof routes.listTokens>) {
    const tokens = await tokensFor(purpose, this.queries, call);
    const [shown, known] = await Promise.all([this.shown(tokens, call), this.activity(tokens, call)]);
    return new Answer({
      items: shown.map((token) => tokenInUse(token, known)),
      ...(known.unknown === undefined
        ? { activity: 'known' as const }
        : { activity: 'unknown' as const, unknown: known.unknown }),
    });
  }

  @Serve(routes.createToken)
  async create(@Checked() { body, call, session }: CheckedRequest<typeof routes.createToken>) {
    const { secret, sent } = await newTokenSecret(purpose, this.queries, call);
    const tokenId = uuidv7();
    const { name, expiresAt, leniency, provider } = body;
    const expiry = expiresAt === undefined ? {} : { expiresAt };
    const strictness = leniency === undefined ? {} : { leniency };
    const speaker = provider === undefined ? {} : { provider };
    const ids = { tokenId, creatorId: session.userId };
    const command = { ...ids, name, ...sent, ...expiry, ...strictness, ...speaker };
    const made = await this.commands.send(TokenCommands.create, command, call);
    if (made.id !== tokenId) throw problem('secret-shown', { tokenId: made.id });
    const [token] = await this.shown([made], call);
    if (!token) throw new Error('a token that was made is not shown');
    const { url } = this.address;
    return new Answer({ token, secret, ...(url === undefined ? {} : { scimUrl: url }) });
  }

  @Serve(routes.revokeToken)
  async revoke(@Checked() { params, call }: CheckedRequest<typeof routes.revokeToken>) {
    const revoked = await this.commands.send(TokenCommands.revoke, { ...params, purpose }, call);
    const [token] = await this.shown([revoked], call);
    if (!token) throw new Error('a token that was revoked is not shown');
    return new Answer(token);
  }

  @Serve(routes.scimStatus)
  async status(@Checked() { call }: CheckedRequest<typeof routes.scimStatus>) {
    const [tokens, reconciler, notices] = await Promise.all([
      tokensFor(purpose, this.queries, call),
      this.queries.ask(TeamQueries.reconciler, { accountId: call.accountId }, call),
      this.queries.ask(NoticeQueries.counts, { accountId: call.accountId }, call),
    ]);
    const { setting, contended = [] } = reconciler;
    const userIds = [...tokens.map(({ creatorId }) => creatorId), ...contended.map(({ userId }) => userId)];
    const [people, teamNames, known] = await Promise.all([
      UserBriefs.ask(this.queries, { userIds, actors: setting ? [setting.by] : [] }, call),
      teamNamesOf(this.queries, teamsInStates(reconciler), call),
      this.activity(tokens, call),
    ]);
    const shown = tokens.map((token) => tokenOf(token, people.person(token.creatorId)));
    const all = { tokens: shown, reconciler, notices, known, people, teamNames };
    return new Answer(statusOf(all, new Date(), this.address.url));
  }

  @Serve(routes.scimSettings)
  async settings(@Checked() { call }: CheckedRequest<typeof routes.scimSettings>) {
    return this.settingsOf(await this.queries.ask(AccountQueries.find, { account: call.accountId }, call), call);
  }

  @Serve(routes.changeScimSettings)
  async changeSettings(@Checked() { body, call, ifMatch }: CheckedRequest<typeof routes.changeScimSettings>) {
    const account = await this.commands.send(
      AccountCommands.changeSettings,
      { settings: body.settings, ...ifMatch },
      call,
    );
    return this.settingsOf(account, call);
  }

  /** Tokens with the names of their creators. */
  private async shown(tokens: readonly TokenView[], call: Call): Promise<Token[]> {
    return shownScimTokens(tokens, this.queries, call);
  }

  private activity(tokens: readonly TokenView[], call: Call): Promise<Known> {
    return activityOf(
      this.queries,
      tokens.map(({ id }) => id),
      call,
    );
  }

  private async settingsOf({ settings, version }: AccountView, call: Call): Promise<Answer<Settings>> {
    const roles = (await this.queries.ask(AccountQueries.roles, { account: call.accountId }, call)).map(({ id }) => id);
    const items = Object.entries(accountSettingValues).map(([name, values]) => ({
      name,
      value: settings[name as keyof typeof settings],
      default: values[0],
      allowed: name === 'fallbackUserType' ? [...values, ...roles] : [...values],
      ...numbersShown(name),
    }));
    return new Answer({ items }, { version });
  }
}

function numbersShown(setting: string): Pick<Settings['items'][number], 'numbers'> {
  const numbers = numbersOf(setting);
  return numbers === undefined ? {} : { numbers: { ...numbers } };
}
