import { Random } from '../resilience/random.ts';
import { problemOf, type Answered } from './judge.ts';
import { someRequest, type SentRequest, type Kind } from './requests.ts';
import { vocabularyOf, type Attribute, type Known, type Vocabulary } from './vocabulary.ts';

/** Where requests go: one account. */
export interface Target {
  readonly scimUrl: string;
  readonly token: string;
}

export interface Walk {
  readonly targets: readonly Target[];
  /** Callers at a time, shared out among the targets. */
  readonly callers: number;
  readonly requests: number;
  readonly seed: number;
  /** Called after every request. */
  readonly onAnswer?: (walked: Walked) => void;
}

/** What has come of the requests so far. */
export interface Walked {
  requests: number;
  accepted: number;
  readonly statuses: Map<number, number>;
  readonly byKind: Map<Kind, { requests: number; accepted: number; slowestMs: number }>;
  readonly problems: string[];
}

/** More would only say the same again. */
const maxProblems = 20;

/**
 * Sends so many requests, which are made of the grammar and the schemas by a seed. Callers take turns as the service lets them, so that the
 * same seed makes the same requests, but not the same order.
 */
export async function walk({ targets, callers, requests, seed, onAnswer }: Walk): Promise<Walked> {
  const walked: Walked = { requests: 0, accepted: 0, statuses: new Map(), byKind: new Map(), problems: [] };
  let left = requests;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      const target = targets[caller % targets.length];
      if (!target) throw new Error('there is no account to send requests to');
      const random = new Random(seed * 1_000 + caller);
      const words = vocabularyOf(await schemasOf(target), caller);
      while (left > 0 && walked.problems.length < maxProblems) {
        left -= 1;
        const asked = someRequest(random, words);
        const answered = await send(target, asked);
        learn(words, asked, answered);
        count(walked, asked, answered);
        onAnswer?.(walked);
      }
    }),
  );
  return walked;
}

async function schemasOf(target: Target) {
  const asked: SentRequest = { kind: 'discover', method: 'GET', path: '/Schemas', headers: {} };
  const { text } = await send(target, asked);
  return (JSON.parse(text) as { Resources: { id: string; attributes: Attribute[] }[] }).Resources;
}

/** Who is told to come later comes later. */
async function send(target: Target, asked: SentRequest): Promise<Answered> {
  for (;;) {
    const began = performance.now();
    const answer = await fetch(target.scimUrl + asked.path, {
      method: asked.method,
      headers: {
        authorization: `Bearer ${target.token}`,
        ...(asked.body === undefined ? {} : { 'content-type': 'application/scim+json' }),
        ...asked.headers,
      },
      body: asked.body === undefined ? null : JSON.stringify(asked.body),
      redirect: 'manual',
    });
    const ms = performance.now() - began;
    const text = await answer.text();
    const outcome = answer.headers.get('rollcall-outcome');
    const answered = { status: answer.status, outcome, type: answer.headers.get('content-type'), text, ms };
    if (answer.status !== 429 || outcome === 'unknown') return answered;
    await new Promise((done) => setTimeout(done, 1_000 * Number(answer.headers.get('retry-after') ?? 1)));
  }
}

function count(walked: Walked, asked: SentRequest, answered: Answered): void {
  const isAccepted = answered.status < 400;
  walked.requests += 1;
  walked.accepted += Number(isAccepted);
  walked.statuses.set(answered.status, (walked.statuses.get(answered.status) ?? 0) + 1);
  const of = walked.byKind.get(asked.kind) ?? { requests: 0, accepted: 0, slowestMs: 0 };
  walked.byKind.set(asked.kind, {
    requests: of.requests + 1,
    accepted: of.accepted + Number(isAccepted),
    slowestMs: Math.max(of.slowestMs, answered.ms),
  });
  const problem = problemOf(asked, answered);
  if (problem === undefined) return;
  const body = asked.body === undefined ? '' : ` ${JSON.stringify(asked.body).slice(0, 2_000)}`;
  walked.problems.push(`${asked.method} ${asked.path}${body}\n  ${problem}: ${answered.text.slice(0, 500)}`);
}

/** How much is remembered of each kind: enough to meet again what was changed before. */
const maxKnown = 60;

/** Later requests speak of what this answer has told, and of who is gone where a bulk request did it. */
function learn({ known }: Vocabulary, asked: SentRequest, { status, text }: Answered): void {
  if (asked.kind === 'remove' && status === 204) forget(known, asked.path);
  if (status >= 300 || text === '') return;
  const body = JSON.parse(text) as {
    readonly id?: string;
    readonly meta?: { readonly resourceType?: string };
    readonly userName?: string;
    readonly displayName?: string;
    readonly nextCursor?: string;
  };
  const keep = <Each>(list: Each[], each: Each | undefined) => {
    if (each !== undefined) list.push(each);
    if (list.length > maxKnown) list.shift();
  };
  if (asked.kind === 'create') keep(asked.path.startsWith('/Users') ? known.users : known.groups, body.id);
  for (const name of [body.userName, body.displayName]) if (name !== undefined) keep(known.texts, name);
  const [path = '', query = ''] = asked.path.split('?');
  const rest = query.split('&').filter((each) => !each.startsWith('cursor'));
  if (asked.method === 'GET' && body.nextCursor !== undefined)
    keep(known.cursors, { path: `${path}?${rest.join('&')}`, cursor: body.nextCursor });
}

function forget({ users, groups }: Known, path: string): void {
  for (const ids of [users, groups]) {
    const at = ids.findIndex((id) => path.endsWith(id));
    if (at >= 0) ids.splice(at, 1);
  }
}
