import { deadLetterTopic, publications, replyTopicPrefix, replyTopicsOf, subscriptions } from '@rollcall/contracts';
import { consumerGroups } from '../server/consumer-groups.js';
import { watchGroupPrefix } from './topic-watch.js';

export type Operation = 'read' | 'write' | 'create' | 'delete' | 'describe';

/** Lets one principal do something with a topic or group, or with all whose names begin so. */
export interface AccessRule {
  readonly principal: string;
  readonly on: 'topic' | 'group';
  readonly name: string;
  readonly prefix: boolean;
  readonly operation: Operation;
}

type Part = keyof typeof publications;
type Service = keyof typeof subscriptions;

const operator = 'ops-cli' satisfies Part;
/** All topics of the product. */
const product = 'rollcall.';

const services = Object.keys(subscriptions) as Service[];
/** Who asks others by commands: everybody who reads no topic of the product. */
const callers = (Object.keys(publications) as Part[]).filter((part) => !(part in subscriptions));

/** What each part of the product may do on the brokers, and no more: each is a principal by its name. */
export function accessRules(): AccessRule[] {
  return [...services.flatMap(rulesOfService), ...callers.flatMap(rulesOfCaller), ...rulesOfOperator()];
}

/** Names of all principals: operators need them to make users. */
export const principals: readonly string[] = [...services, ...callers];

function rulesOfService(service: Service): AccessRule[] {
  const { commands, events } = subscriptions[service];
  const on = rules(service);
  return [
    ...[...commands, ...events].flatMap((topic) => on('topic', topic, ['read'])),
    ...consumerGroups(service, { commands, events }).flatMap(({ group }) => on('group', group, ['read'])),
    ...[...publications[service], deadLetterTopic(service)].flatMap((topic) => on('topic', topic, ['write'])),
    ...on('topic', replyTopicPrefix, ['write'], true),
  ];
}

/** The group of a reply topic is called as the topic. */
function rulesOfCaller(caller: Part): AccessRule[] {
  const on = rules(caller);
  const replies = replyTopicsOf(caller);
  return [
    ...publications[caller].flatMap((topic) => on('topic', topic, ['write'])),
    ...on('topic', replies, ['create', 'read', 'write', 'delete'], true),
    ...on('group', replies, ['read', 'delete'], true),
  ];
}

/** Reads everything, and puts a dead letter where it came from: on any topic that a service reads. */
function rulesOfOperator(): AccessRule[] {
  const on = rules(operator);
  const read = new Set<string>(
    Object.values(subscriptions).flatMap(({ commands, events }) => [...commands, ...events]),
  );
  return [
    ...on('topic', product, ['read'], true),
    ...[...read].flatMap((topic) => on('topic', topic, ['write'])),
    ...on('group', watchGroupPrefix, ['read', 'delete'], true),
    ...on('group', '*', ['describe']),
  ];
}

function rules(principal: Part) {
  return (on: AccessRule['on'], name: string, operations: readonly Operation[], prefix = false): AccessRule[] =>
    operations.map((operation) => ({ principal, on, name, prefix, operation }));
}
