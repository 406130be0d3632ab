import { replyTopicPrefix } from '@rollcall/contracts';

/** Whether a name that came in a header may be written to: whoever forges the header reaches reply topics only. */
export function isReplyTopic(topic: string): boolean {
  return topic.startsWith(replyTopicPrefix) && /^[\w.-]{1,200}$/.test(topic);
}
