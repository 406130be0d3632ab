import { Controller, Inject } from '@nestjs/common';
import { digestOf, PasswordQueries, Refusal, WorkspaceUserCommands, type SamePassword } from '@rollcall/contracts';
import { Answer, CommandSender, PasswordHasher, QueryClient, type Commands, type Queries } from '@rollcall/gateway-kit';
import { DeviceCookie } from '../auth/device-cookie.js';
import * as routes from '../contract/own-password-route.js';
import { problem } from '../errors/problem-table.js';
import type { CheckedRequest } from '../http/checked-request.js';
import { queryCallOf } from '../http/request-context.js';
import { signInOriginOf } from '../http/sign-in-origin.js';
import { requireGoodPassword } from '../resources/new-password.js';
import { userOf } from '../resources/user-view.js';
import { leastMsForCommand } from './setup.controller.js';
import { Checked, Serve } from './serve.js';

type ChangeRequest = CheckedRequest<typeof routes.changeOwnPassword>;

/** The password of the signed-in person. */
@Controller()
export class OwnPasswordController {
  constructor(
    @Inject(QueryClient) private readonly queries: Queries,
    @Inject(CommandSender) private readonly commands: Commands,
    private readonly passwords: PasswordHasher,
    private readonly deviceCookie: DeviceCookie,
  ) {}

  @Serve(routes.changeOwnPassword)
  async change(@Checked() checked: ChangeRequest) {
    const { body, request, session } = checked;
    const { version, owner } = await this.compare(checked);
    requireGoodPassword(body.newPassword, owner, '/newPassword');
    const passwordHash = await this.passwords.hash(body.newPassword, {
      accountId: session.accountId,
      leftMs: request.rollcall.leftMs - leastMsForCommand,
    });
    const command = {
      userId: session.userId,
      passwordHash,
      sessionDigest: digestOf(request.rollcall.sessionToken ?? ''),
      ifMatch: [String(version)],
    };
    const user = await this.commands
      .send(WorkspaceUserCommands.changeOwnPassword, command, checked.call)
      .catch((error: unknown) => {
        // The caller named no version: the user has changed since the password was compared.
        throw error instanceof Refusal && error.code === 'version-mismatch' ? problem('overtaken') : error;
      });
    return new Answer(userOf(user), { version: user.version });
  }

  /**
   * Compares the present password. Whoever found a session open must not guess: user-service counts wrong ones as
   * failed sign-ins, for all instances.
   * @throws Failure sign-in-limit, password-wrong
   */
  private async compare({ body, request, session: { accountId, userId } }: ChangeRequest): Promise<SamePassword> {
    const password = body.currentPassword.reveal();
    const question = { accountId, userId, password, ...signInOriginOf(request, this.deviceCookie) };
    const compared = await this.queries.ask(PasswordQueries.compareOwn, question, queryCallOf(request));
    if (compared.matches) return compared;
    const { retryAfterS } = compared;
    if (retryAfterS === undefined) throw problem('password-wrong');
    throw problem('sign-in-limit', {}, { retryAfterS });
  }
}
