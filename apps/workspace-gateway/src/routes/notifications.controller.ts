import { Controller, Inject } from '@nestjs/common';
import { noticeKinds, NotificationQueries, WebhookCommands, type NotificationChoice } from '@rollcall/contracts';
import { Answer, CommandSender, QueryClient, type Commands, type Queries } from '@rollcall/gateway-kit';
import type { AnswerOf } from '../contract/define-route.js';
import * as routes from '../contract/webhook-routes.js';
import type { CheckedRequest } from '../http/checked-request.js';
import { Checked, Serve } from './serve.js';

type Notifications = AnswerOf<typeof routes.myNotifications>;

/** Which notices an admin gets by e-mail. */
@Controller()
export class NotificationsController {
  constructor(
    @Inject(QueryClient) private readonly queries: Queries,
    @Inject(CommandSender) private readonly commands: Commands,
  ) {}

  @Serve(routes.myNotifications)
  async find(@Checked() { call, session }: CheckedRequest<typeof routes.myNotifications>) {
    const asked = { accountId: call.accountId, userId: session.userId };
    const { choice, sendsMail } = await this.queries.ask(NotificationQueries.find, asked, call);
    return new Answer(shown(choice, sendsMail));
  }

  @Serve(routes.changeMyNotifications)
  async change(@Checked() { body, call, session }: CheckedRequest<typeof routes.changeMyNotifications>) {
    const choice = await this.commands.send(WebhookCommands.chooseNotifications, { on: body.on, off: body.off }, call);
    const asked = { accountId: call.accountId, userId: session.userId };
    const { sendsMail } = await this.queries.ask(NotificationQueries.find, asked, call);
    return new Answer(shown(choice, sendsMail));
  }
}

function shown({ off }: NotificationChoice, sendsMail: boolean): Notifications {
  return { sendsMail, items: noticeKinds.map((kind) => ({ kind, mail: !off.includes(kind) })) };
}
