/** Priorities of threads. It imports nothing: threads load it by itself. */
export * from './give-way.js';
