import { freePort } from '@rollcall/local-servers';

/**
 * Starts a server on the port that a variable names, or else on the preferred one or another. If another program takes
 * the port first, it starts the server once more on another port.
 */
export async function onPort<T>(variable: string, preferred: number, start: (port: number) => Promise<T>): Promise<T> {
  try {
    return await start(await choosePort(variable, preferred));
  } catch (error) {
    const taken = error instanceof Error && /Address already in use|could not bind/.test(error.message);
    if (!taken || process.env[variable] !== undefined) throw error;
    return start(await choosePort(variable, 0));
  }
}

/**
 * The port that a variable names, which must be free; without the variable the preferred port, or another where that is
 * taken. `ROLLCALL_PORTS=any` prefers none: for stacks that start at the same time, as in tests.
 */
export async function choosePort(variable: string, preferred: number): Promise<number> {
  const text = process.env[variable];
  if (text === undefined) return freePort(process.env.ROLLCALL_PORTS === 'any' ? 0 : preferred);
  const wanted = Number(text);
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65_535) throw new Error(`${variable}="${text}" is no port`);
  if ((await freePort(wanted)) !== wanted) throw new Error(`${variable}: something listens on port ${wanted} already`);
  return wanted;
}
