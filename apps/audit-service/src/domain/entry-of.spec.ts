import {
  nilUuid,
  OperatorActedRecorded,
  ScimRequestRecorded,
  type OperatorActed,
  type ScimRequest,
} from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { entryOf } from './entry-of.js';
import { sentence } from './sentence.js';

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

const requestEntry = (of: Partial<ScimRequest>) => {
  const refused = { requestId: id, method: 'GET', route: '/scim/v2/Users', status: 401, durationMs: 1 };
  const payload: ScimRequest = { ...refused, code: 'token-unknown', ...of };
  const { accountId = nilUuid } = of;
  const message = {
    id,
    type: ScimRequestRecorded.type,
    time: new Date(0),
    accountId,
    correlationId: id,
    payload,
    key: id,
  };
  const entry = entryOf(message, { topic: ScimRequestRecorded.topic, partition: 0, offset: 1 });
  return { entry, said: entry && sentence(entry, { of: () => undefined }) };
};

describe('the entry of a request with a token that names an account and is nobody’s', () => {
  const facts = { claimedAccount: 'acme' };

  it('is of the installation, and tells the name as what its sender says', () => {
    const { entry, said } = requestEntry({ facts });
    expect(entry).toMatchObject({ accountId: nilUuid, detail: facts });
    expect(entry).not.toHaveProperty('actor');
    expect(said).toContain('with a token that is not known and names the account "acme", as anybody could write it');
  });

  it('says whose name it is where it stands for many', () => {
    expect(requestEntry({ facts, standsFor: 80 }).said).toContain(
      ', 80 times, and was refused (401 token-unknown), the last of them with a token that is not known and names the account "acme"',
    );
  });

  it('tells no account what a stranger has named', () => {
    const { entry, said } = requestEntry({ facts, accountId: id, tokenId: id });
    expect(JSON.stringify([entry, said])).not.toContain('acme');
  });
});
