import { topicDefinitions } from '@rollcall/contracts';
import { createKafka, TopicAdmin } from '@rollcall/messaging';
import { createLogger } from '@rollcall/service-kit';

/** Makes the product's topics that are missing, with their settings. */
export async function makeTopics(brokers: readonly string[]): Promise<void> {
  const logger = createLogger('local-stack', { level: 'error' });
  await new TopicAdmin(createKafka({ brokers, clientId: 'local-stack' }, logger)).ensureTopics(topicDefinitions);
}
