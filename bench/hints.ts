// `npm run bench:hints`: what streams of hints cost a workspace-gateway. It starts a stack of its own and removes it afterwards.
import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ScimRequestRecorded } from '@rollcall/contracts';
import { createKafka, encodeMessage, kafkaSettingsOf, kafkaSettingsSpec } from '@rollcall/messaging';
import { readSettings } from '@rollcall/service-kit';
import { Agent, request } from 'undici';
import { v7 as uuidv7 } from 'uuid';
import { startOwnStack, wholeShare } from './own-stack.ts';
import { usageOf } from './processes.ts';

const { values: options } = parseArgs({
  options: {
    streams: { type: 'string', default: '200' },
    'per-second': { type: 'string', default: '4000' },
    seconds: { type: 'string', default: '40' },
  },
});
const [streams, perSecond, seconds] = [options.streams, options['per-second'], options.seconds].map(Number) as [
  number,
  number,
  number,
];
const quiet = { error: console.error, warn: () => undefined, info: () => undefined, debug: () => undefined };
const limits = {
  SESSION_STREAMS: '10000',
  PERSON_STREAMS: '10000',
  ACCOUNT_STREAMS: '10000',
  STREAMS: '10000',
  REQUEST_BURST: '100000',
};

const own = await startOwnStack(resolve(import.meta.dirname, '..'), {
  ...wholeShare,
  ...limits,
  ROLLCALL_AUDIT: 'no', // it would read the same topics, on the same cores
});
try {
  console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}\n`);
  const read = async <T>(file: string) => JSON.parse(await readFile(join(own.folder, file), 'utf8')) as T;
  const stack =
    await read<Record<'workspaceUrl' | 'accountSlug' | 'adminEmail' | 'adminPassword', string>>('stack.json');
  const { pid } = own.stack.services.find(({ name }) => name === 'workspace-gateway') ?? { pid: 0 };
  const { token, accountId } = await signIn(stack);
  console.log(`| ${seconds} s each | CPU of workspace-gateway, % of a core | memory |\n|---|---|---|`);
  await measure(pid, 'no stream');
  const heard = await listen(stack.workspaceUrl, token);
  await measure(pid, `${streams} streams, nothing happens`);
  const { 'scim-gateway': writer } = await read<Record<string, Record<string, string>>>('callers.json');
  const flood = await recordsOf({ ...(await read<Record<string, string>>('env.json')), ...writer });
  for (const [whose, accounts] of [
    ['50 other accounts', Array.from({ length: 50 }, () => uuidv7())],
    ['the account that listens', [accountId]],
  ] as const) {
    const before = heard.frames;
    const stop = flood(accounts);
    await measure(pid, `${streams} streams, ${perSecond.toLocaleString('en')} records a second of ${whose}`);
    const sent = await stop();
    console.log(`|   sent ${sent} a second, ${Math.round((heard.frames - before) / seconds)} frames a second | | |`);
  }
} finally {
  await own.stop();
}

async function signIn({ workspaceUrl, accountSlug, adminEmail, adminPassword }: Record<string, string>) {
  const body = JSON.stringify({ account: accountSlug, userName: adminEmail, password: adminPassword, as: 'bearer' });
  const answer = await fetch(`${workspaceUrl}/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  const { token } = (await answer.json()) as { token: string };
  const account = await fetch(`${workspaceUrl}/account`, { headers: { authorization: `Bearer ${token}` } });
  return { token, accountId: ((await account.json()) as { id: string }).id };
}

/** Opens the streams, in one session, and counts what they hear. */
async function listen(workspaceUrl: string, token: string): Promise<{ frames: number }> {
  const heard = { frames: 0 };
  const dispatcher = new Agent({ connections: streams, bodyTimeout: 0 });
  for (let n = 0; n < streams; n += 1) {
    const headers = { authorization: `Bearer ${token}` };
    const { statusCode, body } = await request(`${workspaceUrl}/events`, { headers, dispatcher });
    if (statusCode !== 200) throw new Error(`stream ${n}: ${statusCode} ${await body.text()}`);
    body.on('data', (bytes: Buffer) => (heard.frames += bytes.includes('event: changed') ? 1 : 0));
    body.on('error', () => undefined); // the stack is stopped
  }
  return heard;
}

/** @returns what begins to send records of these accounts, and gives what stops it and says how many came a second */
async function recordsOf(env: Readonly<Record<string, string>>) {
  const settings = kafkaSettingsOf(readSettings(kafkaSettingsSpec, env));
  const producer = createKafka({ ...settings, clientId: 'bench-hints' }, quiet).producer();
  await producer.connect();
  return (accounts: readonly string[]) => {
    let sent = 0;
    const over = new AbortController();
    const began = performance.now();
    const sending = (async () => {
      while (!over.signal.aborted) {
        const due = Math.floor(((performance.now() - began) / 1_000) * perSecond) - sent;
        const messages = Array.from({ length: Math.min(due, 500) }, (_, n) => recordFor(accounts[n % accounts.length]));
        if (messages.length > 0) await producer.send({ topic: ScimRequestRecorded.topic, messages, acks: -1 });
        sent += messages.length;
        if (due < 500) await sleep(20);
      }
    })();
    return async () => {
      over.abort();
      await sending;
      return Math.round((sent / (performance.now() - began)) * 1_000).toLocaleString('en');
    };
  };
}

function recordFor(accountId = '') {
  const requestId = uuidv7();
  const payload = { ...ScimRequestRecorded.example, accountId, requestId, userAgent: 'Okta SCIM Client 1.0.0' };
  const envelope = { id: uuidv7(), source: 'bench', accountId, correlationId: requestId, subject: requestId };
  const { value, headers } = encodeMessage({ ...envelope, type: ScimRequestRecorded.type }, payload);
  return { key: requestId, value, headers: { ...headers } }; // by account a flood of one would meet one partition
}

async function measure(pid: number, what: string): Promise<void> {
  await sleep(5_000);
  const usage = () => usageOf([{ name: 'gateway', pid }]).get('gateway') ?? { cpuSeconds: 0, rssBytes: 0 };
  const [before, began] = [usage().cpuSeconds, performance.now()];
  await sleep(seconds * 1_000);
  const { cpuSeconds, rssBytes } = usage();
  const share = ((cpuSeconds - before) / (performance.now() - began)) * 100_000;
  console.log(`| ${what} | ${share.toFixed(1)} | ${Math.round(rssBytes / 1e6)} MB |`);
}
