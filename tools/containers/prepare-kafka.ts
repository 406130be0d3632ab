// A job of docker-compose.yml: creates topics and each principal's ACLs. Running it again keeps existing ones.
import { kafkaLogin } from '../stack/credentials.ts';
import { readSecrets } from '../stack/secrets.ts';
import { makeTopics } from '../stack/topics.ts';

const brokers = (process.env.KAFKA_BROKERS ?? 'kafka:9092').split(',');
await makeTopics(brokers, kafkaLogin(await readSecrets('/run/rollcall'), 'admin'));
console.log('topics and access rules are in place');
