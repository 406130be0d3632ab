import { oldestCommandMs } from '@rollcall/messaging';
import { expect, it } from 'vitest';
import { inboxKeptMs } from './clean-inbox.js';

it('commands are remembered for longer than they are accepted: none has a second effect', () => {
  expect(inboxKeptMs.commands - oldestCommandMs).toBeGreaterThanOrEqual(3_600_000);
});
