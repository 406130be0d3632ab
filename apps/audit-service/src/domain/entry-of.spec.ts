import { OperatorActedRecorded, type OperatorActed } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { entryOf } from './entry-of.js';

const id = '01890a5d-ac96-774b-bcce-b302099a8058';
const entryFor = (of: Partial<OperatorActed>) =>
  entryOf(
    {
      id,
      type: OperatorActedRecorded.type,
      time: new Date(0),
      accountId: id,
      correlationId: id,
      payload: { act: 'topics-watched', operator: 'ann', ...of },
      key: 'ann',
    },
    { topic: OperatorActedRecorded.topic, partition: 0, offset: 1 },
  );

describe('the entry of an act of an operator', () => {
  it('is of a kind of its own', () => {
    expect(entryFor({})).toMatchObject({ kind: 'operator', type: 'operator.acted' });
  });

  it('has ids in lower case, as the database gives them back', () => {
    const entry = entryFor({ accountId: id.toUpperCase(), userId: id.toUpperCase() });
    expect(entry).toMatchObject({ subject: { kind: 'account', id }, also: [id] });
  });

  it('is kept also where it names somebody by what is no id', () => {
    expect(entryFor({ userId: 'ann@example.com' })).toMatchObject({ also: [] });
  });
});
