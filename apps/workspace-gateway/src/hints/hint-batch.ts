import { may, type Rights } from '../auth/permissions.js';
import type { StreamChanged } from '../contract/event-routes.js';
import { flagKinds, idKinds, ownKinds, permissionOf, type FlagKind, type HintKind, type IdKind } from './kinds.js';

/** Who hears more ids at a time is told to read everything again. */
export const maxIds = 200;

/** Whom hints are for. */
export interface Hearer {
  readonly rights: Rights;
  readonly userId: string;
}

/** What may have changed in one account in a short time. It stays small, however much that is. */
export class HintBatch {
  private readonly ids = new Map<IdKind, Set<string>>();
  private readonly flags = new Set<FlagKind>();
  private requests = 0;

  add(kind: HintKind, subject: string): void {
    if (kind === 'requests') this.requests += 1;
    else if (isIdKind(kind)) this.addId(kind, subject);
    else this.flags.add(kind);
  }

  /** What somebody hears of it: of what they may read, and of themselves; undefined where that is nothing. */
  heardBy({ rights, userId }: Hearer): StreamChanged | 'resync' | undefined {
    const mayHear = (kind: HintKind) => may(rights, permissionOf[kind]);
    const changed: Partial<Record<HintKind, string[] | number | true>> = {};
    let count = 0;
    for (const kind of idKinds) {
      const ids = [...(this.ids.get(kind) ?? [])];
      const own = ownKinds.includes(kind) && !mayHear(kind);
      if (own && ids.length > maxIds) return 'resync'; // it may be among those that were not kept
      const heard = mayHear(kind) ? ids : own ? ids.filter((id) => id === userId) : [];
      if (heard.length > 0) changed[kind] = heard;
      count += heard.length;
    }
    if (count > maxIds) return 'resync';
    for (const kind of flagKinds) if (this.flags.has(kind) && mayHear(kind)) changed[kind] = true;
    if (this.requests > 0 && mayHear('requests')) changed.requests = this.requests;
    return Object.keys(changed).length === 0 ? undefined : (changed as StreamChanged);
  }

  private addId(kind: IdKind, subject: string): void {
    const ids = this.ids.get(kind) ?? new Set();
    this.ids.set(kind, ids);
    if (ids.size <= maxIds) ids.add(subject);
  }
}

const isIdKind = (kind: IdKind | FlagKind): kind is IdKind => (idKinds as readonly string[]).includes(kind);
