import { DataSource, type DataSourceOptions } from 'typeorm';
import { postgresForTests, type DatabaseForTests } from './servers-for-tests.js';

/** The schema as the database describes it: one line per column, constraint and index. */
const catalogue = `
  SELECT c.relname AS "table", part.line FROM pg_class c, LATERAL (
      SELECT format('%s %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN ' NOT NULL' END,
                    ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), ' IDENTITY ' || nullif(a.attidentity::text, '')) AS line
        FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
       WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      UNION ALL
      -- The name of a primary key says nothing; that a column may not be null is said with it.
      SELECT concat_ws(' ', CASE WHEN o.contype <> 'p' THEN o.conname END, pg_get_constraintdef(o.oid))
        FROM pg_constraint o WHERE o.conrelid = c.oid AND o.contype <> 'n'
      UNION ALL
      SELECT replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ') FROM pg_index i
       WHERE i.indrelid = c.oid AND NOT EXISTS (SELECT FROM pg_constraint o WHERE o.conindid = i.indexrelid)) part
   WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'migrations'`;

/** TypeORM cannot declare an index's INCLUDE columns, nor storage parameters of indexes and tables. */
const unspeakable = / INCLUDE \([^)]*\)| WITH \([^)]*\)/g;

/**
 * The differences between a migrated database and its entities, one sentence each. TypeORM's own comparison looks only
 * at the names of indexes and checks. So this creates a second, empty database from the entities, and compares
 * PostgreSQL's descriptions of both. What an entity marks with `synchronize: false` only has to exist.
 */
export async function schemaDifferences(
  migrated: DatabaseForTests,
  entities: DataSourceOptions['entities'],
): Promise<string[]> {
  const blank = await postgresForTests();
  const [ofMigrations, ofEntities] = await Promise.all(
    [migrated, blank].map(({ migrationUrl: url }) =>
      new DataSource({ type: 'postgres', url, entities, installExtensions: false }).initialize(),
    ),
  );
  if (!ofMigrations || !ofEntities) throw new Error('two data sources were made');
  try {
    await ofEntities.synchronize();
    const { upQueries } = await ofMigrations.driver.createSchemaBuilder().log();
    const [is, described] = [await linesOf(ofMigrations), await linesOf(ofEntities)];
    const unsynchronized = ofMigrations.entityMetadatas.flatMap(({ indices }) =>
      indices.flatMap(({ name, synchronize }) => (synchronize ? [] : [name])),
    );
    const isMarked = (line: string) => unsynchronized.some((name) => line.includes(` INDEX ${name} `));
    const missing = unsynchronized.filter((name) => !is.some((line) => line.includes(` INDEX ${name} `)));
    return [
      ...upQueries.map(({ query }) => `TypeORM would run: ${query}`),
      ...is.filter((line) => !described.includes(line) && !isMarked(line)).map((line) => `no entity says: ${line}`),
      ...described.filter((line) => !is.includes(line)).map((line) => `no migration makes: ${line}`),
      ...missing.map((name) => `no migration makes: index ${name}`),
    ];
  } finally {
    await Promise.all([ofMigrations.destroy(), ofEntities.destroy()]);
    await blank.drop();
  }
}

async function linesOf(dataSource: DataSource): Promise<string[]> {
  const rows = await dataSource.query<{ table: string; line: string }[]>(catalogue);
  return rows.map(({ table, line }) => `${table}: ${line.replace(unspeakable, '')}`).sort();
}
