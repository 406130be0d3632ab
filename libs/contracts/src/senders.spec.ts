import { describe, expect, it } from 'vitest';
import { allMessageDefinitions } from './define/registry.js';
import { Topics } from './topics.js';
import { callerNamed, commandSenders, isOperator, rightsOf } from './senders.js';
import './index.js';

const topics: readonly string[] = Object.values(Topics);
/** Other specs define commands of their own. */
const ours = allMessageDefinitions().filter(
  ({ kind, topic, type }) => kind === 'command' && topics.includes(topic) && !type.startsWith('specs.'),
);

/** What gateways tell a service of another one's facts: no wish of directory or admin. */
const saidByNobody: ReadonlySet<string> = new Set(['team.remove-released']);

describe('who may send commands', () => {
  it('is said of every command', () => {
    const sent = new Set(Object.values(commandSenders).flatMap(({ types }) => [...types]));
    expect(ours.map(({ type }) => type).filter((type) => !sent.has(type))).toEqual([]);
  });

  it('lets the SCIM edge speak for the directory, and nobody else', () => {
    const { types, actors } = commandSenders['scim-gateway'];
    expect(actors).toEqual(['directory']);
    for (const other of ['workspace-gateway', 'ops-cli'] as const) {
      const both = [...types].filter((type) => commandSenders[other].types.has(type));
      expect(both.filter((type) => !saidByNobody.has(type))).toEqual([]);
      expect(commandSenders[other].actors).not.toContain('directory');
    }
  });

  it('lets operators alone close accounts', () => {
    const senders = Object.entries(commandSenders).filter(([, { types }]) => types.has('account.close'));
    expect(senders.map(([part]) => part)).toEqual(['ops-cli']);
    expect(commandSenders['workspace-gateway'].types.has('account.reopen')).toBe(false);
  });

  it('gives an operator the rights of the tool, and others none', () => {
    expect(rightsOf('ops-cli.ann')).toBe(commandSenders['ops-cli']);
    expect(rightsOf('scim-gateway')).toBe(commandSenders['scim-gateway']);
    expect(rightsOf('team-service')).toBeUndefined();
    expect(rightsOf('constructor')).toBeUndefined();
  });
});

describe('an operator', () => {
  it('has a name of its own, or that of the tool', () => {
    expect(callerNamed('ops-cli.ann.lee')).toEqual({ part: 'ops-cli', operator: 'ann.lee' });
    expect(callerNamed('ops-cli')).toEqual({ part: 'ops-cli', operator: 'ops-cli' });
  });

  it('may add a label to the name, and take no other', () => {
    expect(isOperator('ann', 'ann')).toBe(true);
    expect(isOperator('ann', 'ann/night shift')).toBe(true);
    expect(isOperator('ann', 'anna')).toBe(false);
    expect(isOperator('ann', 'bob/ann')).toBe(false);
  });
});
