/**
 * The records of a JSON parameter. The planner takes any such list for 100 rows, and rather reads a table of 20,000 than looks 100 of
 * them up: the limit, of one of a few sizes, tells it how many there are.
 */
export const records = (json: string, shape: string, count: number): string =>
  `(SELECT * FROM json_to_recordset(${json}) AS ${shape} LIMIT ${10 ** Math.ceil(Math.log10(Math.max(1, count)))}) AS r`;
