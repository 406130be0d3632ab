import {
  AccountQueries,
  inChunks,
  TeamQueries,
  TokenQueries,
  UserQueries,
  type AuditSubjectKind,
} from '@rollcall/contracts';
import type { InternalHttpClient, Logger } from '@rollcall/service-kit';
import type { Names } from '../domain/sentence.js';

/** Whom an answer names, by kind. */
export type Wanted = Readonly<Record<Exclude<AuditSubjectKind, 'account'>, ReadonlySet<string>>>;

type Asker = Pick<InternalHttpClient, 'ask'>;

export interface NameOwners {
  readonly users: Asker;
  readonly teams: Asker;
  readonly tokens: Asker;
}

const timeoutMs = 2_000;
/** So many ids one query for briefs may name. */
const maxIds = 5_000;

/**
 * Asks the owners for present names. An owner that does not answer leaves its names out: what happened can be told by
 * ids.
 */
export class NameClient {
  constructor(
    private readonly owners: NameOwners,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  async namesOf(accountId: string, wanted: Wanted): Promise<Names> {
    const [user, team, token, role] = await Promise.all([
      this.orNone(wanted.user, () => this.usersOf(accountId, [...wanted.user])),
      this.orNone(wanted.team, () => this.teamsOf(accountId, [...wanted.team])),
      this.orNone(wanted.token, () => this.tokensOf(accountId, [...wanted.token])),
      this.orNone(wanted.role, () => this.rolesOf(accountId)),
    ]);
    const names: Partial<Record<AuditSubjectKind, ReadonlyMap<string, string>>> = { user, team, token, role };
    return { of: (kind, id) => names[kind]?.get(id) };
  }

  /**
   * The ids of people by their addresses; those whom nobody of the account has are left out.
   * @throws ServiceUnavailable
   */
  async idsOf(accountId: string, addresses: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (addresses.length === 0) return new Map();
    const lookUps = addresses.map((value) => ({ accountId, scope: 'all', by: 'userName', value }) as const);
    const found = await this.owners.users.ask(UserQueries.lookUps, { lookUps }, { timeoutMs });
    return new Map(
      addresses.flatMap((address, index) => {
        const user = found[index];
        return user ? [[address, user.id]] : [];
      }),
    );
  }

  private async orNone(
    ids: ReadonlySet<string>,
    ask: () => Promise<ReadonlyMap<string, string>>,
  ): Promise<ReadonlyMap<string, string>> {
    if (ids.size === 0) return new Map();
    try {
      return await ask();
    } catch (error) {
      this.logger.warn('names could not be asked for: the answer has ids in their place', { error });
      return new Map();
    }
  }

  private async usersOf(accountId: string, userIds: readonly string[]): Promise<Map<string, string>> {
    const briefs = await inParts(userIds, (part) =>
      this.owners.users.ask(UserQueries.briefs, { accountId, userIds: part }, { timeoutMs }),
    );
    return new Map(briefs.map(({ id, userName }) => [id, userName]));
  }

  private async teamsOf(accountId: string, teamIds: readonly string[]): Promise<Map<string, string>> {
    const teams = await inParts(teamIds, (part) =>
      this.owners.teams.ask(TeamQueries.briefs, { accountId, teamIds: part }, { timeoutMs }),
    );
    return new Map(teams.map(({ id, displayName }) => [id, displayName]));
  }

  private async tokensOf(accountId: string, tokenIds: readonly string[]): Promise<Map<string, string>> {
    const tokens = await inParts(tokenIds, (part) =>
      this.owners.tokens.ask(TokenQueries.briefs, { accountId, tokenIds: part }, { timeoutMs }),
    );
    return new Map(tokens.map(({ id, name }) => [id, name]));
  }

  private async rolesOf(accountId: string): Promise<Map<string, string>> {
    const roles = await this.owners.users.ask(AccountQueries.roles, { account: accountId }, { timeoutMs });
    return new Map(roles.map(({ id, name }) => [id, name]));
  }
}

/** Asks for as many as one query may name, part after part. */
async function inParts<Brief>(
  ids: readonly string[],
  ask: (part: readonly string[]) => Promise<readonly Brief[]>,
): Promise<Brief[]> {
  const found: Brief[] = [];
  for (const part of inChunks(ids, maxIds)) found.push(...(await ask(part)));
  return found;
}
