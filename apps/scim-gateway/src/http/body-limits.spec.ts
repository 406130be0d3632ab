import { BodyBudget } from '@rollcall/gateway-kit';
import { readSettings } from '@rollcall/service-kit';
import { expect, it } from 'vitest';
import { bodyMemorySettings, memoryForBodies } from './body-limits.js';

it('beside the largest body of an account there is room for that of another, and for smaller ones of others (rule 24)', async () => {
  const budget = new BodyBudget({ ...memoryForBodies(readSettings(bodyMemorySettings, {})), waitMs: 0 });
  const largest = 32 * 1_048_576;
  await budget.take('one', largest);
  await expect(budget.take('one', 1)).rejects.toThrow(expect.objectContaining({ code: 'bodies-of-account' }) as Error);
  for (const [account, bytes] of [
    ['other', largest],
    ['third', 1_048_576],
    ['fourth', 1_048_576],
  ] as const)
    expect(await budget.take(account, bytes)).toBeTypeOf('function');
});
