type Table = readonly (readonly [pattern: RegExp, name: string])[];

/** The first that fits. Chromium's descendants name it too, and all of them name Safari. */
const programs: Table = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
  [/\bcurl\//, 'curl'],
  [/\bpython/i, 'Python'],
  [/^(?:node|undici)\b/, 'Node'],
];

const systems: Table = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\b(?:Macintosh|Mac OS X)\b/, 'Mac'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/**
 * A brief name of what sent a request, by which people recognise their own: "Firefox on Windows". It is kept in place of
 * the whole User-Agent, which tells more about a person than anybody needs.
 */
export function deviceName(userAgent: string | undefined): string | undefined {
  if (userAgent === undefined) return undefined;
  const fits = (table: Table) => table.find(([pattern]) => pattern.test(userAgent.slice(0, 500)))?.[1];
  const [program, system] = [fits(programs), fits(systems)];
  return program === undefined ? system : [program, ...(system === undefined ? [] : [system])].join(' on ');
}
