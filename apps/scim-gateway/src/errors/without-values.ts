import { holdsToken, longestRecordedSentence, type RefusalFacts } from '@rollcall/contracts';
import { recordedFacts } from '@rollcall/gateway-kit';

/** Stands where a value of the client's was. */
const leftOut = '…';

/** Facts that are words of ours: what is wrong with a value, what would be right. */
const ownWords: ReadonlySet<string> = new Set(['problem', 'valid', 'most', 'seconds', 'ownedBy', 'id']);

/** The facts of a refusal as its record may tell them: values that the client sent are left out, and those that have no text stay. */
export function factsWithoutValues(facts: RefusalFacts): RefusalFacts {
  const recorded: RefusalFacts = { ...recordedFacts(facts) };
  const kept = Object.entries(facts).map(([name, fact]) => {
    const isOurs = ownWords.has(name) || typeof fact === 'number' || typeof fact === 'boolean';
    return [name, isOurs ? fact : (recorded[name] ?? leftOut)] as const;
  });
  return Object.fromEntries(kept);
}

/** In these sentences, what is quoted is a word of ours or of the standard. */
const quotedWords: ReadonlySet<string> = new Set(
  'value op path data schemas Operations active members roles name.givenName and or Content-Type:_application/scim+json'
    .split(' ')
    .map((word) => word.replace('_', ' ')),
);

/**
 * A sentence of which only the text is known: from its first quotation mark to its last nothing is told, unless all that is quoted is
 * known to be ours, because a quoted text may hold quotation marks itself.
 */
export function textWithoutValues(text: string): string {
  const quoted = [...text.matchAll(/"([^"]*)"/g)].map(([, word = '']) => word);
  return quoted.every((word) => quotedWords.has(word)) ? text : text.replace(/".*"/s, `"${leftOut}"`);
}

/** A sentence as it is recorded: with an end, and nothing where it holds a token in spite of all. */
export function recordable(sentence: string): string | undefined {
  if (sentence === '' || holdsToken(sentence)) return undefined;
  if (sentence.length <= longestRecordedSentence) return sentence;
  return `${sentence.slice(0, longestRecordedSentence - leftOut.length).toWellFormed()}${leftOut}`;
}
