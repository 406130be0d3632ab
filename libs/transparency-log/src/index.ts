export { decodeBase64 } from './base64.js';
export * from './checkpoint.js';
export * from './frontier.js';
export * from './hashes.js';
export * from './nodes.js';
export * from './note-keys.js';
export * from './proofs.js';
export * from './signed-note.js';
export * from './tiles.js';
