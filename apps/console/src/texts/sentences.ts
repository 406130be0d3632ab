import type { Sentences } from './en/sentences';
import { sentencesShown } from './index';

let loaded: Sentences | undefined;

/** Loads the long sentences of the reader's language, for the pages that need them: the first load of others stays small. */
export async function loadSentences(): Promise<void> {
  loaded ??= await sentencesShown();
}

/** @throws Error where they were loaded neither with the page (`withSentences`) nor with what is told in them */
export function sentences(): Sentences {
  if (!loaded) throw new Error('the sentences are not loaded yet');
  return loaded;
}

/** What loads a page that needs them, with them. */
export const withSentences =
  <Module>(load: () => Promise<Module>): (() => Promise<Module>) =>
  async () => {
    const [page] = await Promise.all([load(), loadSentences()]);
    return page;
  };
