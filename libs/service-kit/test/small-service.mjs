// A service for run-service.e2e.spec.ts: the built library, and faults that the environment asks for.
import { defineService, runService, text } from '@rollcall/service-kit';

const { HANGS, FAILS } = process.env;

await runService(
  defineService({
    name: 'small-service',
    settings: { greeting: text('GREETING') },
    answersCallers: false,
    start: () => [{ close: () => (HANGS ? new Promise(() => undefined) : undefined) }],
  }),
);
if (FAILS) setImmediate(() => void Promise.reject(new Error('the password is hunter2')));
