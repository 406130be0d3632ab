import { IsBoolean, IsUUID } from 'class-validator';
import { defineQuery } from '../define/query.js';
import { Nested } from '../schema/nested.js';
import { NotificationChoice } from './webhook-messages.js';

export class FindNotifications {
  @IsUUID() readonly accountId: string;
  @IsUUID() readonly userId: string;
}

export class Notifications {
  @Nested(() => NotificationChoice) readonly choice: NotificationChoice;
  /** Whether the installation sends e-mail at all. */
  @IsBoolean() readonly sendsMail: boolean;
}

export const NotificationQueries = {
  find: defineQuery({
    service: 'user-service',
    method: 'GET',
    path: '/internal/accounts/:accountId/users/:userId/notifications',
    request: FindNotifications,
    answer: Notifications,
  }),
} as const;
