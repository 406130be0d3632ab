import { personOf, tokenOf, type Names } from '../sentence.js';
import type { Finding } from './finding.js';
import type { By } from './history.js';

/** Present names, and whose the tokens are. */
export interface NamesAndMakers extends Names {
  /** The id of the admin who made a token. */
  makerOf(tokenId: string): string | undefined;
}

/** A moment as people read it: `28 Nov 2026, 20:57:53 UTC`. */
export function moment(time: string): string {
  const [, day, month, year, clock] = /^\w+, (\d+) (\w+) (\d+) (\S+)/.exec(new Date(time).toUTCString()) ?? [];
  return `${day} ${month} ${year}, ${clock} UTC`;
}

/** Who did something, within a sentence; a token is named with whose it is. */
export function doer(by: By, names: NamesAndMakers): string {
  const { kind, id } = by;
  if (kind === 'directory') {
    const maker = names.makerOf(id);
    const made = maker === undefined ? '' : `, made by ${personOf(maker, names)}`;
    return `the directory (${tokenOf(id, names)}${made})`;
  }
  if (kind === 'operator') return `the operator ${id}`;
  return kind === 'system' ? 'the reconciler' : personOf(id, names);
}

/** ` by …, on …, with request …`: as much of it as is known. */
export function deed({ since, by, entry }: Finding<string>, names: NamesAndMakers): string {
  const who = by ? ` by ${doer(by, names)}` : '';
  const when = since === undefined ? '' : ` on ${moment(since)}`;
  const request = entry?.requestId === undefined ? '' : ` (request ${entry.requestId})`;
  return `${who}${when}${request}`;
}

/** What to do where the log is too long. */
export const askNarrower =
  'Ask again in a while, when the service has less to do, or search the entries of the time that matters (`from`, `to`).';
