import { DataSource, type DataSourceOptions } from 'typeorm';
import { postgresForTests, type DatabaseForTests } from './servers-for-tests.js';

/** In the words of the database: one line per column, constraint and index. */
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
      SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i
       WHERE i.indrelid = c.oid AND NOT EXISTS (SELECT FROM pg_constraint o WHERE o.conindid = i.indexrelid)) part
   WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'migrations'`;

/** TypeORM has no word for columns that an index only carries, nor for how an index or a table is stored. */
const unspeakable = / INCLUDE \([^)]*\)| WITH \([^)]*\)/g;

/**
 * How a migrated database differs from what its entities describe, one sentence each; none where they say the same. TypeORM's own
 * comparison looks at names of indexes and checks alone; so the entities also make an empty database, and PostgreSQL tells what both are.
 * What an entity marks with `synchronize: false` only has to be there.
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
