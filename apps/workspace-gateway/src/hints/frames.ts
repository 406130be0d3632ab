import type { StreamBye, StreamChanged, StreamHello, StreamResync } from '../contract/event-routes.js';

/** The data of each event of a stream, by its name. */
interface StreamEvents {
  readonly hello: StreamHello;
  readonly changed: StreamChanged;
  readonly resync: StreamResync;
  readonly bye: StreamBye;
}

/** A browser that has lost its stream connects again after this time. */
export const retryFrame = 'retry: 2000\n\n';

/** Says that the stream lives, to the client and to proxies between. */
export const commentFrame = ':\n\n';

/** One event as it is sent (WHATWG HTML, "server-sent events"). */
export function frameOf<Name extends keyof StreamEvents>(name: Name, data: StreamEvents[Name]): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
