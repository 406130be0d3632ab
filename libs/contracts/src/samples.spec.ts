import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { describe, expect, it } from 'vitest';
import * as contracts from './index.js';
import { topicDefinitions, upcast, type MessageDefinition, type PlainPayload } from './index.js';

const folder = join(import.meta.dirname, '../samples');
const samples = readdirSync(folder);

/** The messages of this library: specs that share a process with this one define further messages. */
const ours = Object.values(contracts)
  .flatMap((exported: unknown) =>
    typeof exported === 'object' && exported !== null ? [exported, ...Object.values(exported)] : [],
  )
  .filter(
    (each: unknown): each is MessageDefinition =>
      typeof each === 'object' && each !== null && 'payload' in each && 'key' in each,
  );

describe('the committed samples', () => {
  it('hold one for each message and version', () => {
    expect(ours.length).toBeGreaterThan(40);
    expect(samples).toEqual(expect.arrayContaining(ours.map((m) => `${m.type}.v${m.version}.json`)));
  });

  it.each(ours.map((m) => [m.type, m] as const))('%s is still readable, with a key and a topic', (_type, m) => {
    for (const file of samples.filter((name) => name.startsWith(`${m.type}.v`))) {
      const sample = JSON.parse(readFileSync(join(folder, file), 'utf8')) as PlainPayload;
      const version = Number(/\.v(\d+)\.json$/.exec(file)?.[1]);
      const payload = plainToInstance(m.payload, upcast(m, version, sample));
      expect(validateSync(payload)).toEqual([]);
      const { operator } = payload as { readonly operator?: string }; // acts of operators are in order by operator
      expect(m.key(payload)).toMatch(operator === undefined ? /^[0-9a-f-]{36}$/ : operator);
      expect(topicDefinitions.map((topic) => topic.name)).toContain(m.topic);
    }
  });
});
