import { performance } from 'node:perf_hooks';
import { availableParallelism } from 'node:os';
import { PasswordHasher, Secret } from '@rollcall/gateway-kit';

/** Password hashes per second, on all cores of an otherwise idle machine. */
export async function hashFloor(seconds: number): Promise<number> {
  const hasher = new PasswordHasher(1_000);
  const end = performance.now() + seconds * 1_000;
  let done = 0;
  const loop = async (account: number) => {
    while (performance.now() < end) {
      await hasher.hash(new Secret('Correct-horse-battery'), { accountId: `bench ${account}`, leftMs: 60_000 });
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, (_, account) => loop(account)));
  return done / seconds;
}
