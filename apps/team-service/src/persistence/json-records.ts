/**
 * The records of a JSON parameter. The planner estimates any such list at 100 rows, and then prefers a sequential scan
 * of 20,000 rows to 100 index look-ups. The LIMIT tells it the real size, rounded to one of a few values so that
 * statements stay few.
 */
export const records = (json: string, shape: string, count: number): string =>
  `(SELECT * FROM json_to_recordset(${json}) AS ${shape} LIMIT ${10 ** Math.ceil(Math.log10(Math.max(1, count)))}) AS r`;
