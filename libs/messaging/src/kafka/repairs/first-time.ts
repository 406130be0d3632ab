/** False where it was made before, be it by another copy of this module: a repair that wraps must not wrap itself. */
export function isFirstTime(repair: string, target: object): boolean {
  const mark = Symbol.for(`rollcall.kafkajs.${repair}`);
  if (Reflect.has(target, mark)) return false;
  return Reflect.defineProperty(target, mark, { value: true });
}
