import { BodyThread } from '@rollcall/gateway-kit';
import { NotJson } from '@rollcall/gateway-kit/json';
import { ScimError } from '@rollcall/scim';
import type { GroupReading, GroupSaid } from '../resources/read-group-body.js';
import type { GroupBodyJob, GroupBodyResult } from './group-body-job.js';

/** Reads large bodies about groups, without blocking others. The bytes may be gone afterwards. */
export interface LargeGroupBodies {
  /** @throws ScimError, NotJson, Failure */
  read(bytes: Buffer, reading: GroupReading): Promise<GroupSaid>;
}

/** Reads them in a thread with a heap of its own. */
export class ThreadForGroupBodies implements LargeGroupBodies {
  private readonly thread = new BodyThread<GroupBodyJob, GroupBodyResult>({
    module: new URL('./group-body.thread.js', import.meta.url),
    maxHeapMb: 160,
    jobMs: 20_000, // it gives way: on a busy machine it takes several times as long
    idleMs: 10_000,
  });

  async read(bytes: Buffer, reading: GroupReading): Promise<GroupSaid> {
    const memory = bytes.buffer as ArrayBuffer; // a large body has it for itself: see `collectBody`
    const { said, notJson, refused } = await this.thread.run({ bytes: memory, reading }, [memory]);
    if (refused) throw new ScimError(refused.status, refused.detail, refused.scimType);
    if (!said) throw new NotJson(notJson);
    return said;
  }

  close(): Promise<void> {
    return this.thread.close();
  }
}
