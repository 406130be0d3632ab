import { Controller, Inject } from '@nestjs/common';
import {
  CheckLink,
  CompareOwnPassword,
  PasswordQueries,
  type BadLink,
  type GoodLink,
  type OtherPassword,
  type SamePassword,
} from '@rollcall/contracts';
import { QueryHandler, QueryInput } from '@rollcall/service-kit';
import { PasswordReadModel } from '../persistence/password-read-model.js';
import { PasswordChecker } from '../sessions/password-checker.js';

/** Answers what is asked before a password is set, here in user-service, so that hashes never leave it. */
@Controller()
export class PasswordsController {
  constructor(
    @Inject(PasswordReadModel) private readonly readModel: PasswordReadModel,
    @Inject(PasswordChecker) private readonly passwords: PasswordChecker,
  ) {}

  @QueryHandler(PasswordQueries.checkLink)
  async checkLink(@QueryInput() input: CheckLink): Promise<GoodLink | BadLink> {
    const owner = await this.readModel.linkOwner(input);
    return owner ? { works: true, owner } : { works: false };
  }

  @QueryHandler(PasswordQueries.compareOwn)
  async compareOwn(
    @QueryInput() { accountId, userId, password }: CompareOwnPassword,
  ): Promise<SamePassword | OtherPassword> {
    const found = await this.passwords.checkOwn(accountId, userId, password);
    return found ? { matches: true, version: found.version, owner: found.owner } : { matches: false };
  }
}
