/** A statement for which a session has cached a generic plan. */
export interface KeptPlan {
  readonly statement: string;
  /** Tables that the plan reads with a sequential scan. */
  readonly readsWhole: readonly string[];
}

type Query = <Row>(sql: string) => Promise<Row[]>;

/** The cached plans of one database session. `query` runs in that session, outside a transaction. */
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
