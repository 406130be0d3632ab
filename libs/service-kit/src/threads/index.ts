/** Priorities of threads. It imports nothing of ours: threads load it by itself. */
export * from './give-way.js';
export * from './run-delay.js';
