import { recordsMissing, requestsMissing, unreadable, versionsMissing } from './entry.js';
import { streamEntryTypes } from './streams/stream-entries.js';

/** The types of entries that this service writes of itself: no message has them. */
export const ownTypes: readonly string[] = [
  recordsMissing,
  requestsMissing,
  unreadable,
  versionsMissing,
  ...streamEntryTypes,
];
