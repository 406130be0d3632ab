import { getMetadataArgsStorage } from 'typeorm';
import type { ColumnType } from 'typeorm';
import type { EntityClass } from '../connection/data-source.js';

/*
 * Lists an entity's columns as SQL, so that hand-written statements need not repeat them. The results are the same on
 * each call, so that statements made of them can be prepared.
 */

/** A row as JSON: it must have a value for each column that is written. */
export type WrittenRow<Row> = { readonly [Column in keyof Row]-?: Written<Exclude<Row[Column], undefined>> };
type Written<Value> = Value extends Date | Buffer ? string : Value;

/** The entity's columns, in the order of the class's fields. */
export function columnNames(entity: EntityClass): string[] {
  return columnsOf(entity).map(({ name }) => name);
}

/**
 * The select list for a table or alias, without columns that the entity marks as not selected. A bigint with
 * `bigintAsNumber` is cast to a number.
 */
export function selectedColumns(entity: EntityClass, alias: string): string {
  return columnsOf(entity)
    .filter(({ isRead }) => isRead)
    .map(({ name, isCounted }) => `${alias}.${name}${isCounted ? '::int' : ''}`)
    .join(', ');
}

/** The column definitions for `json_to_recordset`: each column with its type. */
export function recordColumns(entity: EntityClass): string {
  return columnsOf(entity)
    .map(({ name, type }) => `${name} ${type}`)
    .join(', ');
}

function columnsOf(entity: EntityClass) {
  return declaredColumns(entity).map(({ propertyName, options }) => ({
    name: propertyName,
    type: `${nameOf(options.type)}${options.array ? '[]' : ''}`,
    isRead: options.select !== false,
    isCounted: options.type === 'bigint' && options.transformer !== undefined,
  }));
}

/** @throws Error where the entity leaves the column's type for TypeORM to infer */
function nameOf(type: ColumnType | undefined): string {
  if (typeof type !== 'string') throw new Error('an entity must say the type of each column');
  return type;
}

/** What an entity and the classes that it extends declare, theirs first. */
export function declaredColumns(entity: EntityClass) {
  const line: object[] = [];
  for (
    let one: unknown = entity;
    typeof one === 'function' && one !== Function.prototype;
    one = Object.getPrototypeOf(one)
  )
    line.unshift(one);
  const storage = getMetadataArgsStorage();
  return line.flatMap((target) => storage.columns.filter((column) => column.target === target));
}
