import { formerScimToken } from '@rollcall/contracts';
import { describe, expect, it } from 'vitest';
import { stack } from '../support/stack.js';
import { readConversation, type RecordedExchange, type SignIn } from './conversation.js';
import { differences, filledIn, laidOver, type Memory } from './expectation.js';

const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error';
const scimMediaType = 'application/scim+json; charset=utf-8';

type Account = Awaited<ReturnType<Awaited<ReturnType<typeof stack>>['newAccount']>>;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Replays recorded conversations against the running stack, each in an account of its own, every step a test. */
export async function replay(...names: string[]): Promise<void> {
  const { newAccount, publicUrl } = await stack();
  for (const name of names) {
    const { title, settings, leniency, steps } = readConversation(name);
    const made = await newAccount();
    const account = leniency === 'none' ? { ...made, token: (await made.newToken({ leniency })).token } : made;
    if (Object.keys(settings).length > 0) await account.set({ ...settings });
    describe(title, () => {
      const memory: Memory = new Map<string, unknown>([
        ['base', publicUrl],
        ['token', account.token],
        ['stranger', formerScimToken('stranger')], // a token in all but that nobody made it
      ]);
      let broken: string | undefined;
      for (const step of steps) {
        it(step.it, async ({ skip }) => {
          // What follows a failed step speaks of what is not there: the failed one is the news.
          if (broken !== undefined) skip(`a step before failed: ${broken}`);
          broken = step.it;
          await ('signIn' in step ? signIn(step, account) : exchange(step, account, memory));
          broken = undefined;
        });
      }
    });
  }
}

async function signIn({ signIn: { userName, password }, works }: SignIn, account: Account): Promise<void> {
  expect(await account.checkPassword(userName, password)).toBe(works);
}

async function exchange(step: RecordedExchange, account: Account, memory: Memory): Promise<void> {
  const answer = await send(step, account, memory);
  const found = [
    ...(answer.status === step.status ? [] : [`the status is ${answer.status}, not ${step.status}`]),
    ...bodyDifferences(step, answer.body, memory),
    ...headerDifferences(step, answer, memory),
  ];
  expect(found, JSON.stringify(answer.body)).toEqual([]);
  if (step.keep !== undefined) memory.set(step.keep, answer.body);
}

async function send(step: RecordedExchange, account: Account, memory: Memory): Promise<Answer> {
  const { method, text, echo } = step;
  const body = filledIn(step.body, memory);
  const sent = echo === undefined ? body : laidOver(memory.get(echo), body ?? {});
  const filter = step.filter === undefined ? '' : `filter=${encodeURIComponent(String(filledIn(step.filter, memory)))}`;
  const path = String(filledIn(step.path, memory));
  const join = filter === '' ? '' : path.includes('?') ? '&' : '?';
  const hasBody = text !== undefined || sent !== undefined;
  const headers = new Headers({ authorization: `Bearer ${account.token}` });
  if (hasBody) headers.set('content-type', scimMediaType);
  for (const [name, value] of Object.entries(step.headers)) {
    if (value === null) headers.delete(name);
    else headers.set(name, String(filledIn(value, memory)));
  }
  const answer = await fetch(account.scim.baseUrl + path + join + filter, {
    method,
    headers,
    body: text ?? (sent === undefined ? null : JSON.stringify(sent)),
  });
  const received = await answer.text();
  return { status: answer.status, headers: answer.headers, body: received === '' ? null : JSON.parse(received) };
}

function bodyDifferences(step: RecordedExchange, body: unknown, memory: Memory): string[] {
  const { error, status } = step;
  if (error) return differences({ schemas: [errorSchema], status: String(status), ...error }, body, true, memory);
  const whole = 'answer' in step;
  return differences(whole ? step.answer : step.answerWith, body, whole, memory);
}

/** Those that the step names, and those that every answer must have. */
function headerDifferences(step: RecordedExchange, { headers, body, status }: Answer, memory: Memory): string[] {
  const always: Record<string, unknown> = body === null ? {} : { 'content-type': scimMediaType };
  const meta = (body as { meta?: { resourceType?: string; version?: string; location?: string } } | null)?.meta;
  if (meta?.resourceType === 'User' || meta?.resourceType === 'Group') {
    always.etag = meta.version;
    if (status === 201) always.location = meta.location;
  }
  return Object.entries({ ...always, ...step.answerHeaders }).flatMap(([name, value]) =>
    differences(value, headers.get(name) ?? undefined, true, memory, name),
  );
}
