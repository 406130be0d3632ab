/** Reads one value of an address; undefined where it says nothing that can be used. */
type Read<Value> = (value: unknown) => Value | undefined;

export const text: Read<string> = (value) => {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value); // the router reads "12" as a number
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/**
 * Reads the filters of a page from its address, so that a link shows a colleague the same. What is unknown or wrong is left out.
 * @param filters how each is read, by its name
 */
export function readFilters<Filters extends Readonly<Record<string, Read<unknown>>>>(filters: Filters) {
  return (search: Record<string, unknown>): { [Name in keyof Filters]?: NonNullable<ReturnType<Filters[Name]>> } => {
    const read = Object.entries(filters).map(([name, of]) => [name, of(search[name])]);
    return Object.fromEntries(read.filter(([, value]) => value !== undefined)) as never;
  };
}
