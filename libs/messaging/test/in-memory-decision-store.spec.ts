import { v7 as uuidv7 } from 'uuid';
import type { Message } from '../src/index.js';
import { decideAdd } from './counter-service.js';
import { account, type Add, adding } from './counter-words.js';
import { decisionStoreContract } from './decision-store-contract.js';
import { InMemoryDecisionStore, type Total, type Totals } from './in-memory-decision-store.js';

decisionStoreContract<Totals, Total>('the store in memory', () => {
  const store = new InMemoryDecisionStore();
  return Promise.resolve({
    store,
    add: async (message, state) => {
      const payload = message.payload as Add;
      return payload.by === 0 ? { changes: [], events: [] } : decideAdd(payload, state);
    },
    message: (counterId, by, more) => messageOf(adding(counterId, by), more),
    total: (counterId) => Promise.resolve(store.totals.get(counterId)),
  });
});

function messageOf(payload: Add, more: Partial<Message> = {}): Message {
  const id = uuidv7();
  return {
    id,
    type: 'counter.add',
    schemaVersion: 1,
    source: 'specs',
    time: new Date(),
    accountId: account,
    correlationId: id,
    payload,
    key: payload.counterId,
    place: { topic: 'specs', partition: 0, offset: '0' },
    ...more,
  };
}
