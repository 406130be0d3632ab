export { withIds } from './bulk/bulk-references.js';
export * from './bulk/bulk-request.js';
export * from './bulk/bulk-response.js';
export * from './bulk/plan-bulk.js';
export * from './discovery/documents.js';
export * from './errors/refusals.js';
export * from './errors/scim-error.js';
export type * from './errors/scim-type.js';
export type { CompareOperator, Filter } from './filter/filter.js';
export { inOrder } from './filter/in-order.js';
export * from './filter/matches-filter.js';
export * from './filter/parse-filter.js';
export { readFilter } from './filter/resolve-filter.js';
export { timeOf } from './filter/time-of.js';
export * from './leniencies/leniencies.js';
export type { Leniency, Reading } from './leniencies/leniency.js';
export * from './limits/limits.js';
export { problemOfLength } from './limits/text-length.js';
export { PatchBudget } from './limits/patch-budget.js';
export * from './messages/error-message.js';
export * from './messages/etag.js';
export * from './messages/list-query.js';
export * from './messages/list-response.js';
export { assertSchemas } from './messages/message-schemas.js';
export * from './patch/apply-patch.js';
export { member } from './patch/member.js';
export type * from './patch/patch-operation.js';
export { patchOpReading, readPatchOp } from './patch/read-patch-op.js';
export * from './projection/projection.js';
export type { Excuse } from './resource/excuse.js';
export { readResource } from './resource/read-resource.js';
export { saidOnce } from './resource/said-once.js';
export { printPath, type AttributePath } from './schemas/attribute-path.js';
export {
  entitlementResourceSchema,
  groupResourceSchema,
  roleResourceSchema,
  userPatchSchema,
  userResourceSchema,
  type ResourceSchema,
} from './schemas/resource-schema.js';
export type * from './schemas/resources.js';
export type * from './schemas/schema-definition.js';
export * from './schemas/urns.js';
export { builtInUserTypes } from './schemas/user-schema.js';
