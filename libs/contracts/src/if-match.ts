import { ArrayMaxSize, IsArray, IsOptional, IsString } from 'class-validator';

/** The versions that the sender of a command accepts (`*` = any); absent = any. Otherwise `version-mismatch`. */
export function IfMatch(): PropertyDecorator {
  return (target, property) => {
    for (const decorate of [IsString({ each: true }), ArrayMaxSize(50), IsArray(), IsOptional()])
      decorate(target, property);
  };
}

/** The versions that the sender of a command does not accept (`*` = any). Otherwise `version-mismatch`. */
export const IfNoneMatch = IfMatch;
