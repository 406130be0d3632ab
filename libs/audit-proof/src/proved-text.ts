import type { Proved } from './verify-export.js';

/** What was proved, in sentences, one a line. */
export function provedText({ account, class: kind, from, to, checkpoint, anchors, exported }: Proved): string {
  const entries = from > to ? 'no entries are left' : `entries ${from} to ${to} are what was logged, and all of them`;
  return [
    `PROVED. Of account ${account}, ${kind}: ${entries}.`,
    `By a checkpoint of ${checkpoint.origin} at ${checkpoint.size}, root ${checkpoint.root.toString('base64')}.`,
    ...(exported === undefined ? [] : [`The export says of ${exported} of these entries what was logged.`]),
    ...anchors.map(({ size, entries: known }) =>
      known === undefined
        ? `The anchor at ${size} is a beginning of it. What it said of this account is not shown by the file.`
        : `The anchor at ${size} is a beginning of it, and knew the first ${known} of these entries.`,
    ),
  ].join('\n');
}
