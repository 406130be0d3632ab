import { frameOf } from './frames.js';
import { HintBatch, type Hearer } from './hint-batch.js';
import type { HintStream } from './hint-stream.js';
import { may } from '../auth/permissions.js';
import { areNoticesLate, kindsOf, ownKinds, permissionOf } from './kinds.js';

/** Hints of this time, in milliseconds, are sent together. */
const togetherMs = 250;
/** When user-service has heard of what another service has told. */
const noticesLateMs = 2_000;

/** The open streams of one account. */
export class AccountHints {
  readonly streams = new Set<HintStream>();
  private batch: HintBatch | undefined;
  private late: NodeJS.Timeout | undefined;

  /** Something has happened in the account. */
  take(type: string, subject: string): void {
    const kinds = kindsOf(type);
    if (kinds.length === 0) return;
    const batch = this.open();
    for (const kind of kinds) batch.add(kind, subject);
    if (areNoticesLate(type)) this.late ??= setTimeout(() => this.noticesAgain(), noticesLateMs).unref();
  }

  private open(): HintBatch {
    if (!this.batch) {
      this.batch = new HintBatch();
      setTimeout(() => this.flush(), togetherMs).unref();
    }
    return this.batch;
  }

  private noticesAgain(): void {
    this.late = undefined;
    this.open().add('notices', '');
  }

  private flush(): void {
    const { batch } = this;
    this.batch = undefined;
    if (!batch) return;
    const frames = new Map<string, string>();
    for (const stream of this.streams) {
      const frame = frameFor(batch, stream.hearer, frames);
      if (frame !== '') stream.send(frame);
    }
  }
}

/** What is sent to somebody, made once for all who hear the same; empty where that is nothing. */
function frameFor(batch: HintBatch, hearer: Hearer, made: Map<string, string>): string {
  const hearsAll = ownKinds.every((kind) => may(hearer.rights, permissionOf[kind])); // nothing of themselves alone
  const key = hearsAll ? hearer.rights : `${hearer.rights} ${hearer.userId}`;
  const kept = made.get(key);
  if (kept !== undefined) return kept;
  const frame = frameOfHeard(batch.heardBy(hearer));
  made.set(key, frame);
  return frame;
}

function frameOfHeard(heard: ReturnType<HintBatch['heardBy']>): string {
  if (heard === undefined) return '';
  return heard === 'resync' ? frameOf('resync', { why: 'too-much' }) : frameOf('changed', heard);
}
