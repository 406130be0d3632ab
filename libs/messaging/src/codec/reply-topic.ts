import { replyTopicPrefix } from '@rollcall/contracts';

/**
 * Whether a topic name from a header is a reply topic. Replies are written to no other topic, so a forged header
 * reaches reply topics only.
 */
export function isReplyTopic(topic: string): boolean {
  return topic.startsWith(replyTopicPrefix) && /^[\w.-]{1,200}$/.test(topic);
}
