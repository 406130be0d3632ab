/**
 * What a JSON text may cost, and where it breaks. It imports nothing: a worker thread loads this entry
 * (`@rollcall/gateway-kit/json`) without the rest of the library, which would take 70 MB in each thread.
 */
export * from './json-excess.js';
export * from './json-position.js';
export * from './parse-json-text.js';
export * from './repeated-name.js';
