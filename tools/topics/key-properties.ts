import type { MessageDefinition } from '@rollcall/contracts';

/** The properties of the payload that give the Kafka key: the first that is there. */
export function keyProperties({ key, example }: Pick<MessageDefinition, 'key' | 'example'>): string[] {
  const found: string[] = [];
  for (;;) {
    const before = found.length;
    const left = Object.fromEntries(Object.entries(example).filter(([name]) => !found.includes(name)));
    const watched = new Proxy<object>(left, {
      get: (holder: Record<string, unknown>, name) => {
        const value = holder[String(name)];
        if (value !== undefined) found.push(String(name));
        return value;
      },
    });
    key(watched);
    if (found.length === before) return found;
  }
}
