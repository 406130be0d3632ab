import {
  noticeSubjects,
  TeamQueries,
  teamsWithIds,
  TokenQueries,
  type NoticeKind,
  type NoticeNames,
} from '@rollcall/contracts';
import type { InternalHttpClient } from '@rollcall/service-kit';
import type { NoticeReadModel } from '../persistence/notice-read-model.js';
import type { UserReadModel } from '../persistence/user-read-model.js';

export interface OutwardNamesParts {
  readonly users: Pick<UserReadModel, 'briefs'>;
  readonly notices: Pick<NoticeReadModel, 'counts'>;
  readonly teams: Pick<InternalHttpClient, 'ask'>;
  readonly tokens: Pick<InternalHttpClient, 'ask'>;
}

interface About {
  readonly kind: NoticeKind;
  readonly subject_id: string;
}

/** What sentences of notices name, as it is when they are sent: people from the own database, teams and tokens from their owners. */
export class OutwardNames {
  constructor(private readonly parts: OutwardNamesParts) {}

  /** @throws ServiceUnavailable where an owner does not answer */
  async of(accountId: string, notices: readonly About[]): Promise<NoticeNames> {
    const idsOf = (what: 'person' | 'team' | 'token') => [
      ...new Set(notices.filter(({ kind }) => noticeSubjects[kind] === what).map(({ subject_id }) => subject_id)),
    ];
    const [people, teams, tokens, { heldLeavers }] = await Promise.all([
      this.parts.users.briefs(accountId, idsOf('person')),
      this.teamsOf(accountId, idsOf('team')),
      idsOf('token').length === 0 ? [] : this.parts.tokens.ask(TokenQueries.list, { accountId }),
      this.parts.notices.counts(accountId),
    ]);
    const names = new Map(people.map(({ id, userName }) => [id, userName]));
    return {
      person: (id) => names.get(id),
      teams,
      tokens: new Map(tokens.map((token) => [token.id, token])),
      heldLeavers,
    };
  }

  private async teamsOf(accountId: string, values: readonly string[]): Promise<Map<string, string>> {
    if (values.length === 0) return new Map();
    const { teams } = await this.parts.teams.ask(TeamQueries.search, teamsWithIds(accountId, values));
    return new Map(teams.map(({ id, displayName }) => [id, displayName]));
  }
}
