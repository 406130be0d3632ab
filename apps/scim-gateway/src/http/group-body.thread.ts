import { parentPort } from 'node:worker_threads';
import { NotJson } from '@rollcall/gateway-kit/json';
import { ScimError } from '@rollcall/scim';
import { readGroupBody } from '../resources/read-group-body.js';
import type { GroupBodyJob, GroupBodyResult } from './large-group-bodies.js';

/** What the thread for large bodies does. Bytes that are read are given back at once: a collection may come when three more bodies are there. */
parentPort?.on('message', ({ bytes, reading }: GroupBodyJob) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin
  parentPort?.postMessage(resultOf({ bytes, reading }));
});

function resultOf({ bytes, reading }: GroupBodyJob): GroupBodyResult {
  try {
    return { said: readGroupBody(Buffer.from(bytes), reading, () => void bytes.transfer(0)) };
  } catch (error) {
    if (error instanceof NotJson) return { notJson: error.message };
    if (!(error instanceof ScimError)) throw error;
    const { status, detail, scimType } = error;
    return { refused: { status, detail, scimType } };
  }
}
