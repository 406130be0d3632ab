import { Controller, Inject } from '@nestjs/common';
import {
  CheckLink,
  CompareOwnPassword,
  PasswordQueries,
  TakesPassword,
  type BadLink,
  type GoodLink,
  type OtherPassword,
  type PasswordForecast,
  type PasswordWrite,
  type SamePassword,
} from '@rollcall/contracts';
import { QueryHandler, QueryInput } from '@rollcall/service-kit';
import { forecastPassword } from '../domain/user/takes-password.js';
import { PasswordReadModel } from '../persistence/password-read-model.js';
import type { UserReads } from '../reads.js';
import { waitOf } from '../sessions/password-attempts.js';
import { Sessions } from '../sessions/sessions.js';

/** Answers what is asked before a password is set, here in user-service, so that hashes never leave it. */
@Controller()
export class PasswordsController {
  constructor(
    @Inject(PasswordReadModel) private readonly readModel: PasswordReadModel,
    @Inject(Sessions) private readonly sessions: Sessions,
  ) {}

  @QueryHandler(PasswordQueries.takes)
  async takes(@QueryInput() { writes }: TakesPassword): Promise<PasswordForecast[]> {
    const state = await this.readModel.stateFor(writes.map(readsOf));
    return writes.map((write) => forecastPassword(write, state));
  }

  @QueryHandler(PasswordQueries.checkLink)
  async checkLink(@QueryInput() input: CheckLink): Promise<GoodLink | BadLink> {
    const owner = await this.readModel.linkOwner(input);
    return owner ? { works: true, owner } : { works: false };
  }

  @QueryHandler(PasswordQueries.compareOwn)
  async compareOwn(
    @QueryInput() { accountId, userId, ...given }: CompareOwnPassword,
  ): Promise<SamePassword | OtherPassword> {
    const own = await this.readModel.passwordOwner(accountId, userId);
    if (!own) return { matches: false };
    const { version, owner } = own;
    const { userName } = owner;
    const outcome = await this.sessions.compare({ ...given, accountId, account: accountId, userName });
    // Of the version before: who changes meanwhile, the password included, has a newer one.
    return outcome.credential ? { matches: true, version, owner } : { matches: false, ...waitOf(outcome) };
  }
}

/** As the commands of these writes declare, as far as the password goes. */
function readsOf({ accountId, userId, userName = '', externalId, externalIdIs }: PasswordWrite): UserReads {
  if (userId !== undefined) return { accountId, userId };
  const distinguishesPeople = externalId !== undefined && externalIdIs === undefined;
  return { accountId, userName, matching: true, ...(distinguishesPeople ? { externalId } : {}) };
}
