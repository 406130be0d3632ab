import { getMetadataArgsStorage } from 'typeorm';
import type { ColumnType } from 'typeorm';
import type { EntityClass } from '../connection/data-source.js';

/*
 * An entity as pieces of SQL, so that hand-written statements name its columns without repeating them. What is given never changes:
 * statements made of it may be prepared.
 */

/** A row as JSON: what is written for each column, and is no row without one of them. */
export type WrittenRow<Row> = { readonly [Column in keyof Row]-?: Written<Exclude<Row[Column], undefined>> };
type Written<Value> = Value extends Date | Buffer ? string : Value;

/** Its columns in the order in which the class names them. */
export function columnNames(entity: EntityClass): string[] {
  return columnsOf(entity).map(({ name }) => name);
}

/** What SELECT takes of the table or alias, without those that the entity says are not read; a bigint with `bigintAsNumber` comes as a number. */
export function selectedColumns(entity: EntityClass, alias: string): string {
  return columnsOf(entity)
    .filter(({ isRead }) => isRead)
    .map(({ name, isCounted }) => `${alias}.${name}${isCounted ? '::int' : ''}`)
    .join(', ');
}

/** What `json_to_recordset` reads of a row's JSON: each column with its type. */
export function recordColumns(entity: EntityClass): string {
  return columnsOf(entity)
    .map(({ name, type }) => `${name} ${type}`)
    .join(', ');
}

function columnsOf(entity: EntityClass) {
  return getMetadataArgsStorage()
    .filterColumns(entity)
    .map(({ propertyName, options }) => ({
      name: propertyName,
      type: `${nameOf(options.type)}${options.array ? '[]' : ''}`,
      isRead: options.select !== false,
      isCounted: options.type === 'bigint' && options.transformer !== undefined,
    }));
}

/** @throws Error where the entity leaves the type to TypeORM to guess */
function nameOf(type: ColumnType | undefined): string {
  if (typeof type !== 'string') throw new Error('an entity must say the type of each column');
  return type;
}
