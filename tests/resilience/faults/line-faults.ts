import { setTimeout as pause } from 'node:timers/promises';
import type { TcpProxy } from '@rollcall/testing';
import type { Random } from '../random.ts';
import { backWithinMs, seconds, type Fault, type Scene } from './fault.ts';

type Breakage = (line: TcpProxy, random: Random) => Promise<string>;

const breakages: Readonly<Record<string, Breakage>> = {
  slow: async (line, random) => {
    const [ms, held] = [random.between(20, 200), random.between(3_000, 8_000)];
    line.latencyMs = ms;
    await pause(held);
    line.mend();
    return `${ms} ms each way for ${seconds(held)}`;
  },
  cut: async (line, random) => {
    const away = random.between(300, 6_000);
    line.cut();
    await pause(away);
    line.mend();
    return `no connection for ${seconds(away)}`;
  },
  'half-open': async (line, random) => {
    const silent = random.between(2_000, 12_000);
    const forget = random.next() < 0.5;
    line.silence();
    await pause(silent);
    line.mend({ forget });
    return `nothing gets through for ${seconds(silent)}, then ${forget ? 'all is lost' : 'all arrives'}`;
  },
  abandoned: (line) => {
    line.abandon();
    return Promise.resolve('all connections stand and are silent for good, new ones work');
  },
  reset: async (line, random) => {
    const times = random.between(1, 4);
    for (let n = 0; n < times; n += 1) {
      line.reset();
      await pause(random.between(50, 800));
    }
    return `${times} times all connections`;
  },
  torn: async (line, random) => {
    const armed = random.between(500, 2_000);
    line.tear();
    await pause(armed);
    line.mend();
    return `each connection on which an answer came within ${seconds(armed)} broke in the middle of it`;
  },
};

/** A connection that went silent without a word is only told from a slow one when a statement's time is over. */
const silenceIsNoticedMs = 12_000;

function backAfter(breakage: string): Pick<Fault, 'backWithinMs'> {
  if (breakage === 'slow') return {};
  return { backWithinMs: breakage === 'abandoned' ? backWithinMs + silenceIsNoticedMs : backWithinMs };
}

const lines = {
  broker: ({ arena }: Scene) => arena.servers.kafkaLine,
  database: ({ arena }: Scene) => arena.servers.postgresLine,
};

/** What happens between services and servers. */
export const lineFaults: readonly Fault[] = Object.entries(lines).flatMap(([server, lineOf]) =>
  Object.entries(breakages).map(([name, breakage]) => ({
    name: `line to the ${server} ${name}`,
    ...backAfter(name),
    happen: (scene: Scene) => breakage(lineOf(scene), scene.random),
  })),
);
