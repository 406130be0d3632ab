// Answers each record of one topic with one on another topic, without any processing: the cost of the broker alone.
import { createKafka, BatchingProducer, kafkaSettingsOf, kafkaSettingsSpec } from '@rollcall/messaging';
import { readSettings } from '@rollcall/service-kit';
import { quiet } from './quiet.ts';

const [from = '', to = ''] = process.argv.slice(2);
const settings = kafkaSettingsOf(readSettings(kafkaSettingsSpec, process.env));
const kafka = createKafka({ ...settings, clientId: 'bench-echo' }, quiet);
const sender = new BatchingProducer(kafka, quiet);
await sender.connect();
const consumer = kafka.consumer({ groupId: `bench-echo-${process.pid}`, maxWaitTimeInMs: 100, minBytes: 1 });
consumer.on(consumer.events.GROUP_JOIN, () => process.send?.('joined'));
await consumer.connect();
await consumer.subscribe({ topic: from });
await consumer.run({
  autoCommit: false,
  eachBatch: async (fetched) => {
    const answers = fetched.batch.messages.map(({ key, value }) => ({
      topic: to,
      key: key?.toString() ?? '',
      headers: {},
      value: value?.toString() ?? '',
    }));
    void sender.publish(answers);
    fetched.resolveOffset(fetched.batch.lastOffset());
    await Promise.resolve();
  },
});
process.on('disconnect', () => process.exit());
