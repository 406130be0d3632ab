import { topicDefinitions } from '@rollcall/contracts';
import { createKafka, TopicAdmin } from '@rollcall/messaging';

/** Makes the product's topics that are missing, with their settings. */
export async function makeTopics(brokers: readonly string[]): Promise<void> {
  await new TopicAdmin(createKafka({ brokers, clientId: 'local-stack' })).ensureTopics(topicDefinitions);
}
