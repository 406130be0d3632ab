import { queryOptions } from '@tanstack/react-query';
import { call } from './call';
import { listWebhooks } from './generated/sdk.gen';
import type { Notice } from './generated/types.gen';
import { readAnew } from './query-client';

export type NoticeKind = Notice['kind'];

/** The addresses to which notices are sent, without their secrets. */
export const webhooksQuery = queryOptions({ queryKey: ['webhooks'], queryFn: () => call(listWebhooks()) });

/** After a change of webhooks: asks for them, and what was sent, once more. */
export const webhooksChanged = (): void => readAnew('webhooks');
