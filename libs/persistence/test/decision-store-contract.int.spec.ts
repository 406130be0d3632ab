import { decisionStoreContract } from '../../messaging/test/decision-store-contract.js';
import { readRows } from '../src/index.js';
import { add, counterStore, decideAdd } from './counters.js';
import { databaseForSpecs } from './database-for-specs.js';

const db = await databaseForSpecs();
decisionStoreContract('PostgreSQL', () =>
  Promise.resolve({
    store: counterStore({ dataSource: db.dataSource }),
    add: decideAdd,
    message: (counterId, by, more) => ({ ...add(counterId, by), ...more }),
    total: async (counterId) => {
      const rows = await readRows<{ total: number }>(db.dataSource, 'SELECT total FROM counters WHERE id = $1', [
        counterId,
      ]);
      return rows[0]?.total;
    },
  }),
);
