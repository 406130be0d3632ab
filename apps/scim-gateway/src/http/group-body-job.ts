import { NotJson } from '@rollcall/gateway-kit/json';
import { ScimError, type ScimType } from '@rollcall/scim';
import { readGroupBody, type GroupReading, type GroupSaid } from '../resources/read-group-body.js';

export interface GroupBodyJob {
  readonly bytes: ArrayBuffer;
  readonly reading: GroupReading;
}

/** Errors lose their class between threads. */
export interface GroupBodyResult {
  readonly said?: GroupSaid;
  readonly notJson?: string;
  readonly refused?: {
    readonly status: number;
    readonly detail: string;
    readonly scimType: ScimType | undefined;
  };
}

/**
 * What the thread for large bodies does with one of them. Its bytes are given back as soon as they are read, and in any case afterwards,
 * also of a body that is refused: a collection may come when three more bodies are there.
 */
export function resultOf({ bytes, reading }: GroupBodyJob): GroupBodyResult {
  const release = () => {
    if (!bytes.detached) bytes.transfer(0);
  };
  try {
    return { said: readGroupBody(Buffer.from(bytes), reading, release) };
  } catch (error) {
    if (error instanceof NotJson) return { notJson: error.message };
    if (!(error instanceof ScimError)) throw error;
    const { status, detail, scimType } = error;
    return { refused: { status, detail, scimType } };
  } finally {
    release();
  }
}
