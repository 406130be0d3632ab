// What servers need on this machine is prepared while pure specs run (tests/global-setup.ts); the other specs begin afterwards.
import { inject } from 'vitest';

const answer = await fetch(`${inject('rollcallServers').url}/prepared`);
const text = await answer.text();
if (!answer.ok) throw new Error(text);
