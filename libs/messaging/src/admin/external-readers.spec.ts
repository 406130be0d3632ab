import { describe, expect, it, test } from 'vitest';
import { accessRules } from './access-rules.js';
import { auditor, externalReaders } from './external-readers.js';

describe('the list of external readers', () => {
  it('names each with its topics', () => {
    expect(externalReaders('billing:user.events,team.events; search:team.events;')).toEqual([
      { principal: 'external-billing', topics: ['rollcall.user.events', 'rollcall.team.events'] },
      { principal: 'external-search', topics: ['rollcall.team.events'] },
    ]);
    expect(externalReaders('')).toEqual([]);
  });

  test.each([
    ['billing', 'is not NAME:TOPIC'],
    ['billing:', 'is not NAME:TOPIC'],
    ['Billing:user.events', 'is not NAME:TOPIC'],
    ['billing"; user_admin="x:user.events', 'is not NAME:TOPIC'],
    ['billing:user.commands', '"user.commands" is none of '],
    ['billing:user.events,', '"" is none of'],
    ['billing:*', '"*" is none of'],
    ['billing:user-service.dead-letters', 'is none of'],
    ['billing:replies.ops-cli', 'is none of'],
    ['billing:user.events;billing:team.events', 'billing is named twice'],
  ])('%s is refused', (list, problem) => {
    expect(() => externalReaders(list)).toThrow(problem);
  });
});

it('gives each the right to read its topics, in groups of its own name, and no other', () => {
  const rules = accessRules(externalReaders('billing:user.events'));
  const common = { principal: 'external-billing', operation: 'read' };
  expect(rules.filter(({ principal }) => principal === 'external-billing')).toEqual([
    { ...common, on: 'topic', name: 'rollcall.user.events', prefix: false },
    { ...common, on: 'group', name: 'external-billing.', prefix: true },
  ]);
});

it('has one who reads all events and records, always, and nothing that holds values', () => {
  const topics = accessRules().flatMap(({ principal, on, name }) =>
    principal === 'auditor' && on === 'topic' ? name : [],
  );
  expect(topics).toEqual(auditor().topics);
  expect(topics).toEqual(expect.arrayContaining(['rollcall.user.events', 'rollcall.scim.requests']));
  expect(topics.filter((name) => /commands|replies|dead-letters/.test(name))).toEqual([]);
});
