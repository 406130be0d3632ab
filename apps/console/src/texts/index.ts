import { en, type Texts } from './en';
import type { Sentences } from './en/sentences';
import { setLocale } from './format';

export type { Texts } from './en';

/** The console's texts in the reader's language. */
export let t: Texts = en;

interface Language {
  readonly name: string;
  readonly locale: string;
  readonly load: () => Promise<Texts>;
  /** What only some pages need (`sentences.ts`). */
  readonly sentences: () => Promise<Sentences>;
}

const english: Language = {
  name: 'English',
  locale: 'en-GB',
  load: () => Promise.resolve(en),
  sentences: () => import('./en/sentences').then(({ sentences }) => sentences),
};

/** The languages there are, by their language tags. */
export const languages: Readonly<Record<string, Language>> = {
  en: english,
  de: {
    name: 'Deutsch',
    locale: 'de-DE',
    load: () => import('./de').then(({ de }) => de),
    sentences: () => import('./de/sentences').then(({ sentences }) => sentences),
  },
};

/** No languages: longer texts with marks, for tests. */
const hidden: Readonly<Record<string, Language>> = {
  'en-XA': {
    name: 'Pseudo',
    locale: 'en-GB',
    load: () => import('./pseudo').then(({ pseudo }) => pseudo),
    sentences: () =>
      Promise.all([import('./pseudo'), english.sentences()]).then(([{ pseudoOf }, sentences]) => pseudoOf(sentences)),
  },
};

let shown = english;

/** Loads the sentences of the language that is shown. */
export const sentencesShown = (): Promise<Sentences> => shown.sentences();

const keptAt = 'rollcall.language';

/** The language of this browser: what was chosen, or the first of its own that there is. */
export function preferredLanguage(): string {
  const kept = localStorage.getItem(keptAt);
  if (kept && (kept in languages || kept in hidden)) return kept;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag in languages) ?? 'en';
}

/** Keeps another language for this browser and shows the page in it. */
export function chooseLanguage(tag: string): void {
  localStorage.setItem(keptAt, tag);
  globalThis.location.reload();
}

/**
 * Loads the texts of a language, before anything is shown.
 * @returns the locale of its numbers and dates
 */
export async function loadTexts(tag: string): Promise<string> {
  const language = languages[tag] ?? hidden[tag] ?? english;
  shown = language;
  t = await language.load();
  setLocale(language.locale);
  document.documentElement.lang = tag;
  return language.locale;
}
