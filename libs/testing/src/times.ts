/**
 * How many times longer than usual experiments and property tests run: 1 in `npm test`, more in `npm run test:long`.
 * @throws Error where TEST_TIMES is no whole number from 1
 */
export const testTimes = readTimes(process.env['TEST_TIMES'] ?? '1');

function readTimes(text: string): number {
  const times = Number(text);
  if (!Number.isInteger(times) || times < 1) throw new Error(`TEST_TIMES must be a whole number from 1, not "${text}"`);
  return times;
}
