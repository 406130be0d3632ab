import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { allMessages, topicDefinitions, upcast, type PlainPayload } from './index.js';

const folder = join(import.meta.dirname, '../samples');
const samples = readdirSync(folder);

describe('the committed samples', () => {
  it('hold one for each message and version', () => {
    expect(samples).toEqual(expect.arrayContaining(allMessages().map((m) => `${m.type}.v${m.version}.json`)));
  });

  it.each(allMessages().map((m) => [m.type, m] as const))(
    '%s is still readable, with a key and a topic',
    (_type, m) => {
      for (const file of samples.filter((name) => name.startsWith(`${m.type}.v`))) {
        const sample = JSON.parse(readFileSync(join(folder, file), 'utf8')) as PlainPayload;
        const version = Number(/\.v(\d+)\.json$/.exec(file)?.[1]);
        const payload = plainToInstance(m.payload, upcast(m, version, sample));
        expect(validateSync(payload)).toEqual([]);
        expect(m.key(payload)).toMatch(/^[0-9a-f-]{36}$/);
        expect(topicDefinitions.map((topic) => topic.name)).toContain(m.topic);
      }
    },
  );
});
