import { freePort } from '@rollcall/testing';

/**
 * The port that a variable names, which must be free; without the variable the preferred one, or another where that is taken.
 * `ROLLCALL_PORTS=any` prefers none: for stacks that start at the same moment, as in tests.
 */
export async function choosePort(variable: string, preferred: number): Promise<number> {
  const text = process.env[variable];
  if (text === undefined) return freePort(process.env.ROLLCALL_PORTS === 'any' ? 0 : preferred);
  const wanted = Number(text);
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65_535) throw new Error(`${variable}="${text}" is no port`);
  if ((await freePort(wanted)) !== wanted) throw new Error(`${variable}: something listens on port ${wanted} already`);
  return wanted;
}
