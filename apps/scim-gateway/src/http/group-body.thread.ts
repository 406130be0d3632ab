import { parentPort } from 'node:worker_threads';
import { giveWay } from '@rollcall/service-kit/threads';
import { resultOf, type GroupBodyJob } from './group-body-job.js';

giveWay();

/** What the thread for large bodies does. */
parentPort?.on('message', (job: GroupBodyJob) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin
  parentPort?.postMessage(resultOf(job));
});
