import { Controller } from '@nestjs/common';
import {
  AddWebhook,
  ChangeWebhook,
  ChooseNotifications,
  RemoveWebhook,
  RotateWebhookSecret,
  WebhookCommands,
} from '@rollcall/contracts';
import { decideChooseNotifications } from '../domain/webhooks/choose-notifications.js';
import {
  decideAddWebhook,
  decideChangeWebhook,
  decideRemoveWebhook,
  decideRotateSecret,
} from '../domain/webhooks/decide-webhooks.js';
import type { UserState } from '../domain/user-state.js';
import type { UserReads } from '../reads.js';
import { Command } from '../handlers.js';

const all = ({ accountId }: { accountId: string }): UserReads => ({ accountId, webhooks: true, changesAccount: true });

/** Handles the commands about webhooks, and about which mails an admin gets. */
@Controller()
export class WebhookCommandsController {
  @Command(WebhookCommands.add, all)
  add(command: AddWebhook, state: UserState) {
    return decideAddWebhook(command, state, new Date());
  }

  @Command(WebhookCommands.change, all)
  change(command: ChangeWebhook, state: UserState) {
    return decideChangeWebhook(command, state);
  }

  @Command(WebhookCommands.remove, all)
  remove(command: RemoveWebhook, state: UserState) {
    return decideRemoveWebhook(command, state);
  }

  @Command(WebhookCommands.rotateSecret, all)
  rotateSecret(command: RotateWebhookSecret, state: UserState) {
    return decideRotateSecret(command, state, new Date());
  }

  @Command(WebhookCommands.chooseNotifications, ({ accountId, actor }): UserReads => ({
    accountId,
    notificationsOf: actor.id,
  }))
  chooseNotifications(command: ChooseNotifications, state: UserState) {
    return decideChooseNotifications(command, state);
  }
}
