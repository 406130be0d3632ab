/** The properties that have a value. */
export function withoutAbsent<Values extends object>(values: Values): Values {
  const present: Partial<Values> = {};
  for (const name of Object.keys(values) as (keyof Values)[])
    if (values[name] !== undefined) present[name] = values[name];
  return present as Values; // what is left out was optional
}
