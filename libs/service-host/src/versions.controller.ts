import { Controller, Inject } from '@nestjs/common';
import { FindVersions, nilUuid, VersionQueries, type OwnedVersion } from '@rollcall/contracts';
import { readRows } from '@rollcall/persistence';
import { QueryHandler, QueryInput } from '@rollcall/service-kit';
import { CommandService } from './command-service.js';

/** What a service owns, as a query of `account_id`, `id`, `version` and `updated_at`; $2 is where nothing has a time of its own. */
export const OWNED_VERSIONS = Symbol('owned versions');

/** Answers which versions the service's own things have; see `VersionQueries`. */
@Controller()
export class VersionsController {
  constructor(
    @Inject(CommandService) private readonly service: CommandService,
    @Inject(OWNED_VERSIONS) private readonly owned: string,
  ) {}

  @QueryHandler(VersionQueries.list)
  list(@QueryInput() { accountId, since, before, after, limit }: FindVersions): Promise<OwnedVersion[]> {
    return readRows<OwnedVersion>(
      this.service.reads,
      `SELECT o.id, o.version::float8 AS version FROM (${this.owned}) o
        WHERE o.account_id = $1 AND o.updated_at >= $2::timestamptz AND o.updated_at < $3::timestamptz AND o.id > $4
        ORDER BY o.id LIMIT $5`,
      [accountId, since ?? '-infinity', before, after ?? nilUuid, limit],
    );
  }
}
