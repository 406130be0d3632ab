import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Expected } from './expectation.js';

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof methods)[number];

/** One request of an identity provider, and the answer that it must get. */
export interface RecordedExchange {
  /** What the identity provider, or the admin behind it, wants. */
  readonly it: string;
  readonly method: Method;
  /** Below the SCIM base URL. `${name}` stands for something kept earlier. */
  readonly path: string;
  /** Becomes the encoded `filter` parameter. */
  readonly filter?: string;
  readonly headers: Readonly<Record<string, string | null>>;
  readonly body?: unknown;
  /** An answer kept earlier, which is sent back with `body` on top: so does Okta. */
  readonly echo?: string;
  /** A body that is no JSON, or not the JSON that it seems to be. */
  readonly text?: string;
  readonly status: number;
  /** The whole answer, each field; null where there is none. */
  readonly answer?: unknown;
  /** These fields of the answer; others may be there. */
  readonly answerWith?: unknown;
  /** The whole answer is a SCIM error with this. */
  readonly error?: { readonly scimType?: string; readonly detail: string };
  readonly answerHeaders: Readonly<Record<string, unknown>>;
  /** The name under which the answer is kept. */
  readonly keep?: string;
}

/** Whether a password signs a person in, asked where the product asks. */
export interface SignIn {
  readonly it: string;
  readonly signIn: { readonly userName: string; readonly password: string };
  readonly works: boolean;
}

export type Step = RecordedExchange | SignIn;

export interface Conversation {
  readonly title: string;
  /** Settings of the account in which it takes place. */
  readonly settings: Readonly<Record<string, string>>;
  /** What its token takes beyond the standard; `named` where nothing is said. */
  readonly leniency: 'named' | 'none';
  readonly steps: readonly Step[];
}

const conversationKeys = new Set(['title', 'about', 'words', 'settings', 'leniency', 'headers', 'steps']);
const stepKeys = new Set<string>([
  'it',
  'filter',
  'headers',
  'body',
  'echo',
  'text',
  'status',
  'answer',
  'answerWith',
  'error',
  'answerHeaders',
  'keep',
  'signIn',
  'works',
  ...methods,
]);

const customTags = [
  { tag: '!keep', resolve: (name: string) => new Expected('text', name) },
  { tag: '!a', resolve: (kind: string) => new Expected(kind) },
];

/** Reads `conversations/<name>.yaml`. @throws Error for a word that no step knows: a misspelt expectation expects nothing. */
export function readConversation(name: string): Conversation {
  const file = join(import.meta.dirname, 'conversations', `${name}.yaml`);
  const raw = parse(readFileSync(file, 'utf8'), { merge: true, customTags, uniqueKeys: true }) as Raw;
  refuseUnknown(raw, conversationKeys, name);
  const headers = (raw.headers ?? {}) as RecordedExchange['headers'];
  return {
    title: String(raw.title),
    settings: (raw.settings ?? {}) as Conversation['settings'],
    leniency: (raw.leniency ?? 'named') as Conversation['leniency'],
    steps: (raw.steps as Raw[]).map((step, at) => readStep(step, headers, `${name}, step ${at + 1}`)),
  };
}

type Raw = Record<string, unknown>;

function readStep(step: Raw, headers: RecordedExchange['headers'], place: string): Step {
  refuseUnknown(step, stepKeys, place);
  if (typeof step.it !== 'string') throw new Error(`${place} does not say what it does`);
  if ('signIn' in step) return { works: true, ...step } as unknown as SignIn; // its keys are checked, its values by use
  const [method, ...others] = methods.filter((each) => each in step);
  if (!method || others.length > 0) throw new Error(`${place} needs one of ${methods.join(', ')}`);
  const said = ['answer', 'answerWith', 'error'].filter((key) => key in step);
  if (typeof step.status !== 'number' || said.length === 0) throw new Error(`${place} does not say what to expect`);
  return {
    answerHeaders: {},
    ...step,
    headers: { ...headers, ...(step.headers as RecordedExchange['headers'] | undefined) },
    method,
    path: String(step[method]),
  } as unknown as RecordedExchange; // as above
}

function refuseUnknown(raw: Raw, known: ReadonlySet<string>, place: string): void {
  const unknown = Object.keys(raw).filter((key) => !known.has(key));
  if (unknown.length > 0) throw new Error(`${place} has unknown words: ${unknown.join(', ')}`);
}
