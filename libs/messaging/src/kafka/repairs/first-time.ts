/** False where the repair was applied before, even by another copy of this module: a wrapper must not wrap itself. */
export function isFirstTime(repair: string, target: object): boolean {
  const mark = Symbol.for(`rollcall.kafkajs.${repair}`);
  if (Reflect.has(target, mark)) return false;
  return Reflect.defineProperty(target, mark, { value: true });
}
