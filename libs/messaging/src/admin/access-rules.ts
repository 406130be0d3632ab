import {
  auditSubscription,
  deadLetterTopic,
  publications,
  replyTopicPrefix,
  replyTopicsOf,
  subscriptions,
  watchedTopics,
} from '@rollcall/contracts';
import { consumerGroups } from '../server/consumer-groups.js';
import { auditor, type ExternalReader } from './external-readers.js';
import { watchGroupPrefix, watchGroupsOf } from './watch-groups.js';

export type Operation = 'read' | 'write' | 'create' | 'delete' | 'describe';

/** Allows one principal an operation on a topic or group, or on all whose names begin with a prefix. */
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
const audit = 'audit-service' satisfies Part;
/** All topics of the product. */
const product = 'rollcall.';

const services = Object.keys(subscriptions) as Service[];
/** The parts that send commands to services: those that handle no messages. */
const callers = (Object.keys(publications) as Part[]).filter((part) => !(part in subscriptions) && part !== audit);

const watchers = Object.keys(watchedTopics) as (keyof typeof watchedTopics)[];

/**
 * What each part of the product, the auditor and the external readers may do on the brokers; everything else is denied. Each part is
 * a principal of its own name.
 */
export function accessRules(readers: readonly ExternalReader[] = []): AccessRule[] {
  return [
    ...services.flatMap(rulesOfService),
    ...rulesOfAudit(),
    ...callers.flatMap(rulesOfCaller),
    ...watchers.flatMap(rulesOfWatcher),
    ...rulesOfOperator(),
    ...[auditor(), ...readers].flatMap(rulesOfReader),
  ];
}

/** Names of the parts' principals, for operators who create the Kafka users. */
export const principals: readonly string[] = [...services, audit, ...callers];

function rulesOfService(service: Service): AccessRule[] {
  const { commandTopics, eventTopics } = subscriptions[service];
  const on = rules(service);
  return [
    ...[...commandTopics, ...eventTopics].flatMap((topic) => on('topic', topic, ['read'])),
    ...consumerGroups(service, { commandTopics, eventTopics }).flatMap(({ group }) => on('group', group, ['read'])),
    ...[...publications[service], deadLetterTopic(service)].flatMap((topic) => on('topic', topic, ['write'])),
    ...on('topic', replyTopicPrefix, ['write'], true),
  ];
}

/** It reads events and records, and nothing else: a command holds values. It writes entries. */
function rulesOfAudit(): AccessRule[] {
  const on = rules(audit);
  const reads = consumerGroups(audit, auditSubscription).flatMap(({ group, topics }) => [
    ...topics.flatMap((topic) => on('topic', topic, ['read'])),
    ...on('group', group, ['read']),
  ]);
  return [...reads, ...publications[audit].flatMap((topic) => on('topic', topic, ['write']))];
}

/** The group of a reply topic has the topic's name. */
function rulesOfCaller(caller: Part): AccessRule[] {
  const on = rules(caller);
  const replies = replyTopicsOf(caller);
  return [
    ...publications[caller].flatMap((topic) => on('topic', topic, ['write'])),
    ...on('topic', replies, ['create', 'read', 'write', 'delete'], true),
    ...on('group', replies, ['read', 'delete'], true),
  ];
}

/** It reads in groups of its own name, and removes them. */
function rulesOfWatcher(watcher: keyof typeof watchedTopics): AccessRule[] {
  const on = rules(watcher);
  return [
    ...watchedTopics[watcher].flatMap((topic) => on('topic', topic, ['read'])),
    ...on('group', watchGroupsOf(watcher), ['read', 'delete'], true),
  ];
}

/**
 * The operator reads everything, and writes dead letters back to their original topics: any topic that a service reads.
 */
function rulesOfOperator(): AccessRule[] {
  const on = rules(operator);
  const read = new Set<string>(
    Object.values(subscriptions).flatMap(({ commandTopics, eventTopics }) => [...commandTopics, ...eventTopics]),
  );
  return [
    ...on('topic', product, ['read'], true),
    ...[...read].flatMap((topic) => on('topic', topic, ['write'])),
    ...on('group', watchGroupPrefix, ['read', 'delete'], true),
    ...on('group', '*', ['describe']),
  ];
}

/** Its consumer groups begin with its name. */
function rulesOfReader({ principal, topics }: ExternalReader): AccessRule[] {
  const on = rules(principal);
  return [...topics.flatMap((topic) => on('topic', topic, ['read'])), ...on('group', `${principal}.`, ['read'], true)];
}

function rules(principal: string) {
  return (on: AccessRule['on'], name: string, operations: readonly Operation[], prefix = false): AccessRule[] =>
    operations.map((operation) => ({ principal, on, name, prefix, operation }));
}
