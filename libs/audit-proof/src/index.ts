export * from './account-statement.js';
export { canonicalJson } from './canonical-json.js';
export * from './entry-leaf.js';
export { MalformedExport, exportLine } from './export-lines.js';
export * from './export-records.js';
export * from './key-succession.js';
export * from './not-proved.js';
export * from './verify-export.js';
export * from './write-export.js';
