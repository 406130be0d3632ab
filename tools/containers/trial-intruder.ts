// Runs in a container, with the credentials in that container, as an intruder could: tries to produce a record to each
// named topic, and prints what the broker answered.
import { createKafka, kafkaSettingsOf, kafkaSettingsSpec } from '@rollcall/messaging';
import { readSettings } from '@rollcall/service-kit';

const quiet = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };
const settings = kafkaSettingsOf(readSettings(kafkaSettingsSpec, process.env));
const producer = createKafka({ ...settings, clientId: 'trial' }, quiet).producer({ allowAutoTopicCreation: false });

async function answerFor(topic: string): Promise<string> {
  try {
    await producer.connect();
    await producer.send({ topic, acks: -1, messages: [{ key: 'trial', value: '{}' }] });
    return 'taken';
  } catch (error) {
    const text = String(error);
    return /not authorized|authorization failed/i.test(text) ? 'not authorized' : text;
  }
}

const answers: Record<string, string> = {};
for (const topic of process.argv.slice(2)) answers[topic] = await answerFor(topic);
await producer.disconnect();
console.log(JSON.stringify(answers));
