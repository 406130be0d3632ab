import { Column, Entity, PrimaryColumn } from 'typeorm';
import { expect, test } from 'vitest';
import { bigintAsNumber } from './bigint-as-number.js';
import { columnNames, recordColumns, selectedColumns } from './columns.js';

@Entity('boats')
class BoatRow {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('bigint', { transformer: bigintAsNumber }) readonly version: number;
  @Column('bigint') readonly serial: string;
  @Column('text', { array: true, nullable: true, select: false }) readonly name_keys?: string[] | null;
}

class Guessed {
  @Column() readonly name: string;
}

test('the columns of an entity are named in its own order', () => {
  expect(columnNames(BoatRow)).toEqual(['id', 'version', 'serial', 'name_keys']);
});

test('a SELECT takes the columns of an entity that are read, and counts as numbers', () => {
  expect(selectedColumns(BoatRow, 'b')).toBe('b.id, b.version::int, b.serial');
});

test('a record has all columns of an entity with their types', () => {
  expect(recordColumns(BoatRow)).toBe('id uuid, version bigint, serial bigint, name_keys text[]');
});

test('an entity that leaves a type to be guessed has no record', () => {
  expect(() => recordColumns(Guessed)).toThrow('must say the type');
});
