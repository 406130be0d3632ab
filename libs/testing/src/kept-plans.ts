/** A statement that a session has planned for good. */
export interface KeptPlan {
  readonly statement: string;
  /** Tables that it reads from end to end. */
  readonly readsWhole: readonly string[];
}

type Query = <Row>(sql: string) => Promise<Row[]>;

/** What one database session keeps. `query` asks on that session, outside a transaction. */
export async function keptPlans(query: Query): Promise<KeptPlan[]> {
  const prepared = await query<{ name: string; statement: string; parameters: number }>(
    `SELECT name, statement, cardinality(parameter_types) AS parameters FROM pg_prepared_statements WHERE generic_plans > 0`,
  );
  const plans: KeptPlan[] = [];
  for (const { name, statement, parameters } of prepared) {
    const nulls = parameters === 0 ? '' : `(${Array.from({ length: parameters }, () => 'NULL').join(', ')})`;
    const plan = await query<{ 'QUERY PLAN': string }>(`EXPLAIN EXECUTE ${name}${nulls}`);
    plans.push({
      statement,
      readsWhole: plan.flatMap((row) => /Seq Scan on (\w+)/.exec(row['QUERY PLAN'])?.[1] ?? []),
    });
  }
  return plans;
}
