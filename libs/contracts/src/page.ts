import { IsArray, IsBoolean, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { ListOf } from './schema/nested.js';

/** The resources of these ids are sorted by this text. */
export class SortKey {
  @IsString() @MaxLength(4_000) readonly key: string;
  @IsArray() @IsString({ each: true }) readonly ids: readonly string[];
}

/**
 * The order of a list: by one attribute, texts without regard to case and by their first 200 characters, a list by its primary or
 * first value, what has none last (first where it is descending). Equal ones are in the order of creation.
 */
export class SortOrder {
  @IsString() @MaxLength(200) readonly attribute: string;
  @IsOptional() @IsBoolean() readonly descending?: boolean;
  /**
   * What another service has: by what each id is sorted that the attribute may have, in place of the id, and in the order of code points.
   * Each id is there once or not at all.
   */
  @IsOptional() @ListOf(() => SortKey) readonly keys?: readonly SortKey[];
}

/** A place in a list, between two rows: a page begins behind it, or, `backwards`, ends before it. */
export class PagePlace {
  @IsUUID() readonly id: string;
  /** By what the row of that id is sorted, where that is not the id; only the service that gave it understands it. */
  @IsOptional() @IsString() @MaxLength(4_000) readonly key?: string;
  @IsOptional() @IsBoolean() readonly backwards?: boolean;
}
