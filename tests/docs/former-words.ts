import { basename } from 'node:path';
import ts from 'typescript';

/**
 * Words that names of the code were made of before the glossary, each with what is said now. A name is split at its capitals, so that
 * a word is found wherever it stands in one.
 */
const formerWords: Readonly<Record<string, string>> = {
  acquaintance: 'replica',
  acquaintances: 'replica',
  stranger: 'unknown user',
  strangers: 'unknown users',
  unmet: 'not replicated',
  needs: 'reads',
  gather: 'prefetch',
  gathered: 'prefetched',
  story: 'event recorder',
  wish: 'desired',
  intake: 'batch consumer',
  lanes: 'shards, concurrency',
  inlet: 'reply consumer',
  pulse: 'watchdog',
  revive: 'restart on crash',
  parcel: 'publish request',
  coalescing: 'batching',
  hasty: 'fail-fast',
  farewell: 'disconnect timeout',
  patience: 'retry while unavailable',
  patiently: 'retry while unavailable',
  breather: 'yielder',
  breathe: 'yield',
  beginner: 'createOnRequestHook',
  equip: 'registerHooks',
  preciser: 'refineError',
  told: 'recorded, said: events are recorded',
  telling: 'recording',
  lane: 'shard, concurrency',
  beside: 'together, next to; a handler is isolated',
};

/** Words that only the domain of the services does not use any more: there a precondition is called `require…`, and events are recorded. */
const formerInDomains = new Set(['accountOf', 'teamOf', 'visibleUser', 'tell', 'tells', 'warn', 'settle', 'settled', 'meets']);

/**
 * Parts of names: a limit is a maximum; what is asked of another is a query or a request; to rest is to cool down, to pause, or to be
 * what remains (alone, as ECMAScript says of rest parameters).
 */
const formerParts = [/^most[A-Z]/, /(^a|A)tMost/, /^Asked/, /^rest[A-Z]/, /Rest(?![a-z])/];

/** Whole names that are made of words which have another meaning now. */
const formerNames = new Set(
  `Directory foreverRetry WorkingSet StateSource TeamBook TokenBook TeamRegister TokenRegister PeopleList UserDirectory TeamDirectory SessionDirectory TokenDirectory Directories Announcements NotGathered Settled HandCommandsController takesLong Exchange askAgain AlreadyAsked putOutFormerMembers CoalescingSender givingUp Stopping setAside isSound isNews AsItIs HandlersDoNotFit Asking AskRuns GatheredQuestions RecentMap PagePlaces PeopleBeside Waiting Asked askedIdOf meetPeople meets forgetOld settleRoster`.split(/\s+/),
);

/** Where a word stays: in what a user, an operator or a table calls it, or because it is another word there. */
const allowed: readonly (readonly [file: RegExp, name: RegExp])[] = [
  [/^apps\/ops-cli\//, /^lanes?$/], // `ops-cli outbox --lanes`
  [/^(libs\/(contracts|persistence|service-host)|apps\/user-service\/test)\//, /^lanes?$/], // the answer that ops-cli shows, and the column
  [/./, /^(toldRelease|ToldRelease|endIsTold|is_told|told_days_left)$/], // fields of messages, and columns
];

/** The names in this file, and its own, that are made of words which were given up. */
export function formerWordsIn(file: string, code: string): string[] {
  const found = new Set<string>();
  const take = (name: string) => {
    if (isFormer(file, name) && !allowed.some(([at, word]) => at.test(file) && word.test(name))) found.add(name);
  };
  take(basename(file));
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) take(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true));
  return [...found];
}

function isFormer(file: string, name: string): boolean {
  if (formerParts.some((part) => part.test(name))) return true;
  if (formerNames.has(name)) return true;
  if (/^apps\/(user|team)-service\/src\/domain\//.test(file) && formerInDomains.has(name)) return true;
  return (
    formerFileNames.has(name.replace(/(\.int|\.e2e)?\.spec\.ts$/, '.ts')) || wordsOf(name).some((word) => Object.hasOwn(formerWords, word))
  );
}

const kebab = (name: string) => name.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();
const formerFileNames = new Set([...[...formerNames].map((name) => `${kebab(name)}.ts`), 'existing.ts', 'by-hand.ts']);

/** `hastyRetry` is hasty and retry. A file's name is split at its dashes and dots. */
function wordsOf(name: string): string[] {
  return name.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).map((word) => word.toLowerCase());
}
