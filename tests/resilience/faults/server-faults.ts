import { setTimeout as pause } from 'node:timers/promises';
import { databaseOf } from '../../../tools/stack/databases.ts';
import { rowsOf } from '../checks/facts.ts';
import { backWithinMs, seconds, type Fault } from './fault.ts';

/** What happens to the broker and the database themselves. */
export const serverFaults: readonly Fault[] = [
  {
    name: 'broker killed',
    backWithinMs,
    happen: async ({ arena, random }) => {
      const { kafka } = arena.servers;
      const away = random.between(200, 5_000);
      await kafka.kill();
      await pause(away);
      await kafka.restart();
      return `SIGKILL, ${seconds(away)} later started again on its data`;
    },
  },
  {
    name: 'broker restarted',
    backWithinMs,
    happen: async ({ arena }) => {
      await arena.servers.kafka.stop();
      await arena.servers.kafka.restart();
      return 'stopped in order and started again on its data';
    },
  },
  {
    name: 'broker suspended',
    backWithinMs,
    happen: async ({ arena, random }) => {
      const silent = random.between(5_000, 20_000);
      arena.servers.kafka.suspend();
      await pause(silent);
      arena.servers.kafka.resume();
      return `SIGSTOP for ${seconds(silent)}`;
    },
  },
  {
    name: 'database killed',
    backWithinMs,
    happen: async ({ arena, random }) => {
      const { postgres } = arena.servers;
      const away = random.between(200, 5_000);
      await postgres.crash();
      await pause(away);
      await postgres.restart();
      return `immediate shutdown, ${seconds(away)} later started again: it recovers from its log`;
    },
  },
  {
    name: 'sessions terminated',
    backWithinMs,
    happen: async ({ arena, random }) => {
      const share = random.oneOf([0.3, 1]);
      const rows = await asAdmin(arena.servers.postgres.url, terminate(`random() < ${share}`));
      return `${rows.length} sessions of services`;
    },
  },
  {
    name: 'relay sessions terminated',
    happen: async ({ arena }) => {
      const rows = await asAdmin(arena.servers.postgres.url, terminate(`application_name LIKE '% relay'`));
      return `${rows.length} sessions that held advisory locks of the outbox`;
    },
  },
  {
    name: 'locked table',
    backWithinMs,
    happen: async ({ arena, random }) => {
      const urlOf = (app: string) => databaseOf(arena.servers.databases, app).migrationUrl;
      const [url, table] = random.oneOf([
        [urlOf('user-service'), 'users'],
        [urlOf('user-service'), 'inbox'],
        [urlOf('user-service'), 'outbox'],
        [urlOf('team-service'), 'teams'],
      ] as const);
      const held = random.between(2_000, 7_000);
      const hold = [
        'BEGIN',
        `LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`,
        `SELECT pg_sleep(${held / 1_000})`,
        'COMMIT',
      ];
      await rowsOf(url, hold);
      return `${table} for ${seconds(held)}`;
    },
  },
];

function terminate(condition: string): string {
  return `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE usename IN ('rollcall_user_service', 'rollcall_team_service', 'rollcall_token_service') AND ${condition}`;
}

async function asAdmin(url: string, sql: string): Promise<Record<string, unknown>[]> {
  return (await rowsOf(url, [sql]))[0] ?? [];
}
