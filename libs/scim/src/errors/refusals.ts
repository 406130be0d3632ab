import { ScimError } from './scim-error.js';

export const invalidFilter = (detail: string) => new ScimError(400, detail, 'invalidFilter');
export const invalidCount = (detail: string) => new ScimError(400, detail, 'invalidCount');
export const invalidSyntax = (detail: string) => new ScimError(400, detail, 'invalidSyntax');
export const invalidPath = (detail: string) => new ScimError(400, detail, 'invalidPath');
export const invalidValue = (detail: string) => new ScimError(400, detail, 'invalidValue');
export const mutability = (detail: string) => new ScimError(400, detail, 'mutability');
export const noTarget = (detail: string) => new ScimError(400, detail, 'noTarget');
export const tooMany = (detail: string) => new ScimError(400, detail, 'tooMany');
