import {
  isStorable,
  isUuid,
  Refusal,
  TeamQueries,
  TokenQueries,
  UserQueries,
  type MembershipState,
  type TeamBrief,
  type TokenBrief,
  type UserView,
} from '@rollcall/contracts';
import type { NameOwners } from '../clients/name-client.js';
import type { NamesAndMakers } from '../domain/explain/words.js';
import type { Names } from '../domain/sentence.js';

const timeoutMs = 2_000;

/** Asks the owners what is so now. What an account does not have is not found, whichever other account has it (rule 23). */
export class OwnerClient {
  constructor(private readonly owners: NameOwners) {}

  /**
   * The id of a person by id or e-mail address, also of one who was deleted from the directory. An id is taken as it is.
   * @throws Refusal user-not-found for an address that nobody of the account has
   */
  async userIdOf(accountId: string, idOrAddress: string): Promise<string> {
    if (isUuid(idOrAddress)) return idOrAddress.toLowerCase();
    if (!isStorable(idOrAddress)) throw new Refusal('user-not-found', { userId: idOrAddress }); // nobody is called so
    const lookUp = { accountId, scope: 'all', by: 'userName', value: idOrAddress } as const;
    const [found] = await this.owners.users.ask(UserQueries.lookUps, { lookUps: [lookUp] }, { timeoutMs });
    const user = found ?? (await this.releasedCalled(accountId, idOrAddress));
    if (!user) throw new Refusal('user-not-found', { userId: idOrAddress });
    return user.id;
  }

  /** Released people are found by no look-up, because their names are free: the newest of them is meant. */
  private async releasedCalled(accountId: string, address: string): Promise<UserView | undefined> {
    const asked = { accountId, search: address, limit: 200 };
    const { users } = await this.owners.users.ask(UserQueries.people, asked, { timeoutMs });
    return users.findLast(({ userName }) => userName.toLowerCase() === address.toLowerCase());
  }

  /**
   * The id of a team by id or name, also of one that was deleted: of which has that name now, unless the name was another team's at the moment that is asked about.
   * @throws Refusal team-not-found for a name that no team of the account has, or had
   */
  async teamIdOf(accountId: string, idOrName: string, at?: Date): Promise<string> {
    if (isUuid(idOrName)) return idOrName.toLowerCase();
    if (!isStorable(idOrName)) throw new Refusal('team-not-found', { teamId: idOrName }); // none is called so
    const filter = { is: 'equals', attribute: 'displayName', value: idOrName } as const;
    const asked = { accountId, filter, scope: 'all', offset: 0, limit: 1 } as const;
    const { teams } = await this.owners.teams.ask(TeamQueries.search, asked, { timeoutMs });
    const [team] = teams;
    if (team && (at === undefined || Date.parse(team.createdAt) <= at.getTime())) return team.id;
    const id = (await this.formerCalled(accountId, idOrName, at)) ?? team?.id;
    if (id === undefined) throw new Refusal('team-not-found', { teamId: idOrName });
    return id;
  }

  /** Of several teams that had the name, the one that was there at that moment, or else was deleted last. */
  private async formerCalled(accountId: string, displayName: string, at?: Date): Promise<string | undefined> {
    const former = await this.owners.teams.ask(TeamQueries.formerCalled, { accountId, displayName }, { timeoutMs });
    const wasThere = ({ deletedAt }: TeamBrief) =>
      at !== undefined && deletedAt !== undefined && Date.parse(deletedAt) > at.getTime();
    return (former.findLast(wasThere) ?? former[0])?.id;
  }

  /** Undefined where the account has no such person, or has erased her. */
  async user(accountId: string, userId: string): Promise<UserView | undefined> {
    try {
      return await this.owners.users.ask(UserQueries.find, { accountId, userId, released: true }, { timeoutMs });
    } catch (error) {
      if (error instanceof Refusal && error.code === 'user-not-found') return undefined;
      throw error;
    }
  }

  /** @throws Refusal team-not-found */
  membership(accountId: string, teamId: string, userId: string): Promise<MembershipState> {
    return this.owners.teams.ask(TeamQueries.membershipState, { accountId, teamId, userId }, { timeoutMs });
  }

  /** Of tokens, ended ones too; unknown ids are left out. */
  async tokens(accountId: string, tokenIds: readonly string[]): Promise<readonly TokenBrief[]> {
    if (tokenIds.length === 0) return [];
    return this.owners.tokens.ask(TokenQueries.briefs, { accountId, tokenIds }, { timeoutMs });
  }
}

/** Names that know tokens too, and whose they are. */
export const withTokens = (names: Names, tokens: readonly TokenBrief[]): NamesAndMakers => {
  const known = new Map(tokens.map((token) => [token.id, token]));
  return {
    of: (kind, id) => (kind === 'token' ? known.get(id)?.name : names.of(kind, id)),
    makerOf: (id) => known.get(id)?.creatorId,
  };
};
