/** Priorities of threads. As `@rollcall/gateway-kit/json`, it imports nothing: threads load it by itself. */
export * from './give-way.js';
