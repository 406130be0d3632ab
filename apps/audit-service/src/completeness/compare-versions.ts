import { maxVersions, VersionQueries, type AuditSubjectKind, type OwnedVersion } from '@rollcall/contracts';
import type { PartitionRange, Position } from '@rollcall/messaging';
import type { NameOwners } from '../clients/name-client.js';
import { areRead } from './are-read.js';
import type { BehindVersion, ComparedAccount } from '../persistence/compared-accounts.js';

/** Something of an account of which its owner knows a version that was not heard of. */
export interface Unheard extends OwnedVersion {
  readonly kind: AuditSubjectKind;
}

export interface VersionComparisonParts {
  readonly owners: NameOwners;
  readonly accounts: () => Promise<readonly ComparedAccount[]>;
  /** Since when nothing is missing; undefined where nothing ever was. */
  readonly completeSince: () => Promise<Date | undefined>;
  readonly behindAmong: (accountId: string, owned: readonly OwnedVersion[]) => Promise<readonly BehindVersion[]>;
  readonly noteCompared: (accountId: string, to: Date) => Promise<void>;
  /** What the topics of events hold now, and how far they were read. */
  readonly ranges: () => Promise<readonly PartitionRange[]>;
  readonly positions: () => Promise<readonly Position[]>;
  /** Makes entries of those of which events are still missing. */
  readonly recordUnheard: (accountId: string, unheard: readonly Unheard[]) => Promise<void>;
  readonly onFailure: (accountId: string, error: unknown) => void;
  readonly now?: () => Date;
}

/** An event may be on its way for so long. */
const settledMs = 10 * 60_000;
const timeoutMs = 10_000;

interface Suspicion {
  readonly unheard: readonly Unheard[];
  readonly ranges: readonly PartitionRange[];
}

/**
 * Compares what owners say with what was heard, account by account: each looks at what was changed since the last time. An event may be
 * on its way, so what is behind is only suspected; it is missing where it is still behind the next time, and the topics were read
 * meanwhile as far as they went.
 */
export class VersionComparison {
  private readonly suspicions = new Map<string, Suspicion>();

  constructor(private readonly parts: VersionComparisonParts) {}

  /** Compares all accounts; what fails for one is tried again the next time. @throws what the database throws */
  async run(): Promise<void> {
    const completeSince = await this.parts.completeSince();
    for (const account of await this.parts.accounts())
      try {
        await this.compare(account, completeSince);
      } catch (error) {
        this.parts.onFailure(account.accountId, error);
      }
  }

  private async compare({ accountId, comparedTo }: ComparedAccount, completeSince: Date | undefined): Promise<void> {
    const { recordUnheard, noteCompared, now = () => new Date() } = this.parts;
    const before = new Date(now().getTime() - settledMs);
    const unheard = await this.unheardOf(accountId, later(comparedTo, completeSince), before);
    const suspicion = this.suspicions.get(accountId);
    if (suspicion && unheard.length > 0 && !(await this.isRead(suspicion.ranges))) return;
    const suspected = new Map(suspicion?.unheard.map((each) => [each.id, each]));
    const missing = unheard.flatMap(({ id }) => suspected.get(id) ?? []);
    if (missing.length > 0) await recordUnheard(accountId, missing);
    if (unheard.some(({ id, version }) => suspected.get(id)?.version !== version)) {
      this.suspicions.set(accountId, { unheard, ranges: await this.parts.ranges() });
      return;
    }
    this.suspicions.delete(accountId);
    await noteCompared(accountId, before);
  }

  private async isRead(ranges: readonly PartitionRange[]): Promise<boolean> {
    return areRead(ranges, await this.parts.positions());
  }

  private async unheardOf(accountId: string, since: Date | undefined, before: Date): Promise<Unheard[]> {
    const { users, teams, tokens } = this.parts.owners;
    const found: Unheard[] = [];
    for (const [kind, owner] of [['user', users] as const, ['team', teams] as const, ['token', tokens] as const])
      for (let after: string | undefined; ;) {
        const asked = {
          accountId,
          before: before.toISOString(),
          limit: maxVersions,
          ...(since ? { since: since.toISOString() } : {}),
          ...(after === undefined ? {} : { after }),
        };
        const page = await owner.ask(VersionQueries.list, asked, { timeoutMs });
        for (const { id, version } of await this.parts.behindAmong(accountId, page))
          found.push({ kind: id === accountId ? 'account' : kind, id, version });
        after = page.at(-1)?.id;
        if (page.length < maxVersions || after === undefined) break;
      }
    return found;
  }
}

const later = (one: Date | undefined, other: Date | undefined): Date | undefined =>
  one && other ? new Date(Math.max(one.getTime(), other.getTime())) : (one ?? other);
