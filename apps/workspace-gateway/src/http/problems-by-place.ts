import type { ValidationProblem } from '@rollcall/contracts';

const maxPlaces = 50;
const longestKey = 80;
const longestSentence = 200;

/**
 * What does not fit, one sentence to a place, for people who fill in forms.
 * Names places as JSON pointers (RFC 6901), and never repeats a value.
 * @param given what the problems were found in
 */
export function problemsByPlace(
  problems: readonly ValidationProblem[],
  given: unknown,
): { readonly at: string; readonly problem: string }[] {
  const places = Map.groupBy(problems, ({ at }) => JSON.stringify(at));
  return [...places.values()].slice(0, maxPlaces).map((ofPlace) => {
    const path = ofPlace[0]?.at ?? [];
    const parts = new Set(ofPlace.map(partOfSentence));
    const isMissing = valueAt(given, path) === undefined;
    return {
      at: path.map((key) => `/${key.slice(0, longestKey)}`).join(''),
      problem: isMissing ? 'is missing' : [...parts].join(' and ').slice(0, longestSentence),
    };
  });
}

/** Without the name of the property, which the place says: "must be a string". */
function partOfSentence({ at, problem }: ValidationProblem): string {
  if (problem.startsWith('property ') && problem.endsWith(' should not exist')) return 'is not known here';
  const each = problem.startsWith('each value in ') ? 'each value ' : '';
  const rest = problem.replace(/^each value in /, '');
  const name = at.findLast((key) => rest.startsWith(`${key} `));
  return name === undefined ? problem : each + rest.slice(name.length + 1);
}

function valueAt(given: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], given);
}
