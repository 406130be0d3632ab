import { allMessageDefinitions, auditSubscription, Topics } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { entryOf } from '../entry-of.js';
import { sentence, type Names } from '../sentence.js';
import { entryTypes } from './entry-types.js';

// Other specs define messages too.
const audited = allMessageDefinitions().filter(
  ({ kind, topic }) => kind !== 'command' && topic.startsWith('rollcall.') && topic !== Topics.auditEntries,
);
const place = { topic: 'topic', partition: 0, offset: 1 };
const nobody: Names = { of: () => undefined };
const known: Names = { of: (kind) => `some ${kind}` };

const entryFor = (definition: (typeof audited)[number]) => {
  const { example, type } = definition;
  const { accountId = '' } = example as { accountId?: string };
  const message = {
    id: '01890a5d-ac96-774b-bcce-b302099a8001',
    type,
    time: new Date(0),
    accountId,
    correlationId: '01890a5d-ac96-774b-bcce-b302099a8002',
    payload: example,
    key: definition.key(example),
  };
  const entry = entryOf(message, place);
  if (!entry) throw new Error(`${type} has no row`);
  return entry;
};

describe('the table of types', () => {
  it('has a row for every event and record of the contracts, and no other', () => {
    expect([...entryTypes.keys()].sort()).toEqual(audited.map(({ type }) => type).sort());
  });

  it('covers every topic that is read', () => {
    expect(new Set(audited.map(({ topic }) => topic))).toEqual(new Set(auditSubscription.eventTopics));
  });

  it.each(audited.map((definition) => [definition.type, definition] as const))(
    'tells %s in a sentence',
    (_, definition) => {
      const entry = entryFor(definition);
      for (const names of [nobody, known]) {
        const said = sentence(entry, names);
        expect(said).toMatch(/^[A-Za-z].*[^.]\.$/s);
        expect(said).not.toMatch(/undefined|null|\[object|NaN| {2}/);
      }
    },
  );

  it('keeps no text that a client has sent in an entry itself', () => {
    const texts = audited.map((definition) => {
      const { source: _, ...entry } = entryFor(definition);
      return JSON.stringify(entry);
    });
    for (const clientText of ['boss', 'Contractor', 'Freelancer', '"42"'])
      expect(texts.filter((text) => text.includes(clientText))).toEqual([]);
  });
});
