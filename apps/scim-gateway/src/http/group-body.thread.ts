import { parentPort } from 'node:worker_threads';
import { NotJson } from '@rollcall/gateway-kit/json';
import { ScimError } from '@rollcall/scim';
import { groupTextOf, readGroupText } from '../resources/read-group-body.js';
import type { GroupBodyJob, GroupBodyResult } from './large-group-bodies.js';

/** What the thread for large bodies does. */
parentPort?.on('message', ({ bytes, reading }: GroupBodyJob) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin
  parentPort?.postMessage(resultOf({ bytes, reading }));
});

function resultOf({ bytes, reading }: GroupBodyJob): GroupBodyResult {
  try {
    return { said: readGroupText(textOf(bytes), reading) };
  } catch (error) {
    if (error instanceof NotJson) return { notJson: error.message };
    if (!(error instanceof ScimError)) throw error;
    const { status, detail, scimType } = error;
    return { refused: { status, detail, scimType } };
  }
}

/** The memory of the bytes is free as soon as they are read: a collection may come when three more bodies are there. */
function textOf(bytes: ArrayBuffer): string {
  try {
    return groupTextOf(Buffer.from(bytes));
  } finally {
    bytes.transfer(0);
  }
}
