import { reconcilerModes, tokenStates, type Explanation, type ExplanationFacts } from '@rollcall/contracts';
import type { NameClient } from '../clients/name-client.js';
import type { Finding } from '../domain/explain/finding.js';
import type { NamesAndMakers } from '../domain/explain/words.js';
import type { Subject } from '../domain/entry.js';
import type { KeptView } from '../persistence/kept-entry.js';
import { inSentences, wantedBy } from '../queries/with-sentences.js';
import { withTokens, type OwnerClient } from './owner-client.js';

/** What an answer that cannot be given yet waits for. */
const waitedFor = ['parked', 'search', 'person', 'team'] as const;
/** Verdicts whose reason is that of a held run, where it is no code. */
const heldVerdicts: ReadonlySet<string> = new Set(['in-while-held', 'out-restoration-withheld']);

/** Everything that an answer names. */
export interface Named {
  readonly subjects: readonly Subject[];
  readonly findings: readonly Finding<string>[];
  readonly entries: readonly KeptView[];
}

/** The present names of all that an answer names, and whose its tokens are. */
export async function namesFor(
  accountId: string,
  { subjects, findings, entries }: Named,
  { names, owners }: { readonly names: NameClient; readonly owners: OwnerClient },
): Promise<NamesAndMakers> {
  const wanted = wantedBy(entries, [
    ...findings.flatMap(({ by }) => (by ? [{ actor: by }] : [])),
    ...subjects.map((subject) => ({ subject })),
  ]);
  const tokens = await owners.tokens(accountId, [...wanted.token]);
  const user = new Set([...wanted.user, ...tokens.map(({ creatorId }) => creatorId)]);
  return withTokens(await names.namesOf(accountId, { ...wanted, user, token: new Set() }), tokens);
}

/** What a finding says to people, and what else that is made of. */
interface InWords {
  readonly sentence: string;
  readonly todo?: string;
  readonly facts?: ExplanationFacts;
}

/** A finding as the contract shows it, with the entries that it rests on. */
export function explanationView<Verdict extends string>(
  finding: Finding<Verdict>,
  inWords: InWords,
  entries: readonly KeptView[],
  names: NamesAndMakers,
): Explanation & { readonly verdict: Verdict } {
  const { verdict, since, by, entry } = finding;
  const name = by && names.of(by.kind === 'directory' ? 'token' : 'user', by.id);
  return {
    verdict,
    sentence: inWords.sentence,
    ...(inWords.todo === undefined ? {} : { todo: inWords.todo }),
    ...(since === undefined ? {} : { since }),
    ...(by ? { actor: { kind: by.kind, id: by.id, ...(name === undefined ? {} : { name }) } } : {}),
    ...(entry?.requestId === undefined ? {} : { requestId: entry.requestId }),
    facts: { ...factsOf(finding), ...inWords.facts },
    entries: inSentences(entries, names),
  };
}

/** Reasons that are codes; what else a run says of its reason is a sentence. */
const reasonCodes: ReadonlySet<string> = new Set<string>([
  ...reconcilerModes,
  ...tokenStates,
  'takeover',
  ...waitedFor,
]);

function factsOf({ verdict, reason, until }: Finding<string>): ExplanationFacts {
  const code = reason?.startsWith('parked ') ? 'parked' : reason;
  const known = code === undefined || reasonCodes.has(code) ? code : heldVerdicts.has(verdict) ? 'held' : undefined;
  return { ...(known === undefined ? {} : { reason: known }), ...(until === undefined ? {} : { until }) };
}

/** The entries that findings rest on, each once, in the order in which they happened. */
export function evidence(findings: readonly Finding<string>[], chain: readonly KeptView[] = []): KeptView[] {
  const all = [...chain, ...findings.flatMap(({ entry, others = [] }) => [...(entry ? [entry] : []), ...others])];
  const once = new Map(all.map((entry) => [entry.id, entry]));
  return [...once.values()].sort((one, other) => one.at.localeCompare(other.at) || one.seq - other.seq);
}
