import { afterAll, beforeAll, expect } from 'vitest';

/** Fails the spec file if a rejection was left unhandled while it ran: in production that would end the process. */
export function noRejectionIsLeftUnhandled(): void {
  const unhandled: unknown[] = [];
  const note = (error: unknown) => void unhandled.push(error);
  beforeAll(() => void process.on('unhandledRejection', note));
  afterAll(() => {
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });
}
