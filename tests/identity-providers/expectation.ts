/** What a field must be like where its value is not known before: `!a time`, or `!keep id` to use it later. */
export class Expected {
  constructor(
    readonly kind: string,
    readonly keepAs?: string,
  ) {
    if (!(kind in kinds)) throw new Error(`nothing is known of "${kind}": there are ${Object.keys(kinds).join(', ')}`);
  }

  fits(value: unknown): boolean {
    return kinds[this.kind]?.(value) ?? false;
  }
}

const kinds: Readonly<Record<string, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string' && value !== '',
  number: (value) => typeof value === 'number',
  uuid: (value) => typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value),
  time: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value),
  list: (value) => Array.isArray(value) && value.length > 0,
  nothing: (value) => value === undefined,
};

/** What was kept of earlier answers, by name. */
export type Memory = Map<string, unknown>;

/** Every `${name}` in a value's texts replaced by what was kept; a text that is nothing else becomes the kept value. */
export function filledIn(value: unknown, memory: Memory): unknown {
  if (typeof value === 'string') return filledText(value, memory);
  if (value instanceof Expected) return value;
  if (Array.isArray(value)) return value.map((each) => filledIn(each, memory));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filledIn(each, memory)]));
}

function filledText(text: string, memory: Memory): unknown {
  const recall = (name: string) => {
    if (!memory.has(name)) throw new Error(`nothing was kept as ${name}`);
    return memory.get(name);
  };
  const whole = /^\$\{(\w+)\}$/.exec(text)?.[1];
  if (whole !== undefined) return recall(whole);
  return text.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => String(recall(name)));
}

/** `change` laid over `value`: objects key by key, everything else replaced; null removes. */
export function laidOver(value: unknown, change: unknown): unknown {
  if (!isObject(value) || !isObject(change)) return change;
  const result: Record<string, unknown> = { ...value };
  for (const [key, each] of Object.entries(change)) {
    if (each === null) delete result[key];
    else result[key] = laidOver(result[key], each);
  }
  return result;
}

/**
 * Where an answer differs from what was expected, a sentence for each field. `whole`: fields that nobody named are
 * differences too. Remembers what is to be kept, at once: later fields of the same answer may speak of it.
 */
export function differences(wanted: unknown, actual: unknown, whole: boolean, memory: Memory, at = 'answer'): string[] {
  const expected = typeof wanted === 'string' ? filledText(wanted, memory) : wanted;
  if (expected instanceof Expected) {
    if (!expected.fits(actual)) return [`${at} is ${shown(actual)}, not a ${expected.kind}`];
    if (expected.keepAs !== undefined) memory.set(expected.keepAs, actual);
    return [];
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return [`${at} is ${shown(actual)}, not a list`];
    if (actual.length !== expected.length)
      return [`${at} has ${actual.length} elements, not ${expected.length}: ${shown(actual)}`];
    return expected.flatMap((each, n) => differences(each, actual[n], whole, memory, `${at}[${n}]`));
  }
  if (isObject(expected)) {
    if (!isObject(actual)) return [`${at} is ${shown(actual)}, not an object`];
    const unasked = whole ? Object.keys(actual).filter((key) => !(key in expected)) : [];
    return [
      ...unasked.map((key) => `${at}.${key} is there, unexpected: ${shown(actual[key])}`),
      ...Object.keys(expected).flatMap((key) => differences(expected[key], actual[key], whole, memory, `${at}.${key}`)),
    ];
  }
  return Object.is(expected, actual) ? [] : [`${at} is ${shown(actual)}, not ${shown(expected)}`];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Expected);

const shown = (value: unknown) => (value === undefined ? 'absent' : JSON.stringify(value));
