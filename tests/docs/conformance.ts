/** A section of a standard, as the page tells it. */
export interface Section {
  /** `RFC 7644 §3.6` */
  readonly section: string;
  /** How many of the section's key words its rows account for. */
  readonly keyWords: number;
  /** The cells of each row. */
  readonly rows: readonly (readonly string[])[];
}

export interface CitedTest {
  /** The file, relative to the page. */
  readonly target: string;
  readonly sentence: string;
}

/** The sections of the page, in its order. */
export function sectionsOf(page: string): Section[] {
  return page
    .split(/^### /m)
    .slice(1)
    .map((text) => {
      const rows = [...text.matchAll(/^\| (\d.*) \|$/gm)].map(([, row = '']) => row.split(' | ').map((cell) => cell.trim()));
      return {
        section: /^RFC \d+ \u00a7[\d.]+/.exec(text)?.[0] ?? text.split('\n')[0] ?? '',
        keyWords: rows.reduce((sum, [count]) => sum + Number(count), 0),
        rows,
      };
    });
}

/** The tests that the page cites: a link to the file, and the sentence in curly quotes. */
export const citedTests = (page: string): CitedTest[] =>
  [...page.matchAll(/\]\(([^)\s]+)\) “([^”]+)”/g)].map(([, target = '', sentence = '']) => ({ target, sentence }));

/** Whether a spec has a title, or a conversation a step, of these words. */
export function tells(text: string, sentence: string): boolean {
  const quoted = ["'", '"', '`'].some((quote) => text.includes(quote + sentence + quote));
  return quoted || text.includes(`it: ${sentence}\n`);
}
