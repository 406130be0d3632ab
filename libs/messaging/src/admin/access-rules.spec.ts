import { auditSubscription, subscriptions, Topics, watchedTopics } from '@rollcall/contracts';
import { expect, it } from 'vitest';
import { accessRules } from './access-rules.js';

/** All principals that may write to a topic, by any rule. */
const writersOf = (topic: string) =>
  new Set(
    accessRules()
      .filter(({ on, operation, name, prefix }) => {
        const covers = prefix ? topic.startsWith(name) : topic === name;
        return on === 'topic' && operation === 'write' && covers;
      })
      .map(({ principal }) => principal),
  );

it('lets only edges and operators write commands: who can is an admin of every account', () => {
  expect(writersOf(Topics.userCommands)).toEqual(new Set(['scim-gateway', 'workspace-gateway', 'ops-cli']));
  expect(writersOf(Topics.teamCommands)).toEqual(new Set(['scim-gateway', 'workspace-gateway', 'ops-cli']));
  expect(writersOf(Topics.tokenCommands)).toEqual(new Set(['workspace-gateway', 'ops-cli']));
});

it('lets only the owner and, for what was a dead letter, operators write events', () => {
  expect(writersOf(Topics.userEvents)).toEqual(new Set(['user-service', 'ops-cli']));
  expect(writersOf(Topics.teamEvents)).toEqual(new Set(['team-service', 'ops-cli']));
  expect(writersOf(Topics.tokenEvents)).toEqual(new Set(['token-service', 'ops-cli']));
});

it('lets callers read no replies but their own, and services none', () => {
  const readers = accessRules().filter(
    ({ name, operation }) => name.startsWith('rollcall.replies.') && operation === 'read',
  );
  expect(readers.filter(({ name, principal }) => name !== `rollcall.replies.${principal}.`)).toEqual([]);
  expect(readers.some(({ principal }) => principal in subscriptions)).toBe(false);
});

it('writes no rule by a prefix but for replies', () => {
  const wide = accessRules().filter(({ on, prefix, operation }) => on === 'topic' && prefix && operation !== 'read');
  expect(wide.filter(({ name }) => !name.startsWith('rollcall.replies.'))).toEqual([]);
});

it('lets workspace-gateway watch events and the records of the directory in groups of its own, and nobody else of the callers', () => {
  const mayRead = accessRules().filter(
    ({ on, operation, name }) => on === 'topic' && operation === 'read' && !name.startsWith('rollcall.replies.'),
  );
  const readBy = (part: string) => mayRead.filter(({ principal }) => principal === part).map(({ name }) => name);
  expect(readBy('workspace-gateway')).toEqual(watchedTopics['workspace-gateway']);
  expect(readBy('workspace-gateway').filter((name) => name.endsWith('.commands'))).toEqual([]);
  expect(readBy('scim-gateway')).toEqual([]);
  const groups = accessRules().filter(({ on, name }) => on === 'group' && name.startsWith('rollcall.watch.'));
  const ofGateway = groups.filter(({ principal }) => principal === 'workspace-gateway');
  expect(ofGateway.map(({ name, operation, prefix }) => [name, operation, prefix])).toEqual([
    ['rollcall.watch.workspace-gateway.', 'read', true],
    ['rollcall.watch.workspace-gateway.', 'delete', true],
  ]);
  expect(new Set(groups.map(({ principal }) => principal))).toEqual(new Set(['workspace-gateway', 'ops-cli']));
});

it('lets audit-service read every event and record, no command, and write its entries', () => {
  const audit = accessRules().filter(({ principal }) => principal === 'audit-service');
  const write = audit.filter(({ operation }) => operation !== 'read');
  expect(write).toMatchObject([{ on: 'topic', name: Topics.auditEntries, prefix: false, operation: 'write' }]);
  expect(audit.filter(({ on, operation }) => on === 'topic' && operation === 'read')).toEqual(
    auditSubscription.eventTopics.map((name) => expect.objectContaining({ name, prefix: false, operation: 'read' })),
  );
  expect(auditSubscription.eventTopics.filter((topic) => topic.endsWith('.commands'))).toEqual([]);
});
