import { versionGapEntry } from './entry-of.js';
import type { Entry } from './entry.js';

/** The last version that was heard of an aggregate. */
export interface LastVersion {
  readonly accountId: string;
  readonly aggregateId: string;
  readonly version: number;
}

export interface CheckedVersions {
  /** The entries, with one before each jump that says what is missing. */
  readonly entries: readonly Entry[];
  readonly gaps: number;
  /** What changed. */
  readonly versions: readonly LastVersion[];
}

export const versionKey = ({ accountId, aggregateId }: Pick<LastVersion, 'accountId' | 'aggregateId'>) =>
  `${accountId} ${aggregateId}`;

/**
 * Events of one aggregate have the versions 1, 2, 3: a jump says that events are missing. The first event that is ever
 * heard of an aggregate may have any version, because the topics forget.
 */
export function checkVersions(
  entries: readonly Entry[],
  known: ReadonlyMap<string, number>,
  newId: () => string,
): CheckedVersions {
  const versions = new Map<string, LastVersion>();
  let gaps = 0;
  const checked = entries.flatMap((entry) => {
    const { accountId, aggregateId, version } = entry;
    if (aggregateId === undefined || version === undefined) return [entry];
    const key = versionKey({ accountId, aggregateId });
    const last = versions.get(key)?.version ?? known.get(key);
    if (last !== undefined && version <= last) return [entry];
    versions.set(key, { accountId, aggregateId, version });
    if (last === undefined || version === last + 1) return [entry];
    gaps += 1;
    return [versionGapEntry(newId(), entry, last + 1, version - 1), entry];
  });
  return { entries: checked, gaps, versions: [...versions.values()] };
}
