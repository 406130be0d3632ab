import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const source = fileURLToPath(new URL('./crash-point.ts', import.meta.url));

/** A process that reaches `here` three times and prints a line each time. */
function passing(env: NodeJS.ProcessEnv): Promise<{ said: string; signal: string | undefined }> {
  const script = `import { crashPoint } from ${JSON.stringify(source)};
    for (const time of [1, 2, 3]) { crashPoint('elsewhere'); console.log(time); crashPoint('here'); }`;
  return new Promise((resolve) => {
    const args = ['--input-type=module', '-e', script];
    execFile(process.execPath, args, { env: { ...process.env, ...env } }, (error, said) =>
      resolve({ said: said.replaceAll('\n', ' ').trim(), signal: error?.signal ?? undefined }),
    );
  });
}

test('a process dies at the named place, when it comes by for the k-th time', async () => {
  const env = { NODE_ENV: 'test', ROLLCALL_CRASH_POINT: 'here:2' };
  expect(await passing(env)).toEqual({ said: '1 2', signal: 'SIGKILL' });
  expect(await passing({ ...env, ROLLCALL_CRASH_POINT: 'here' })).toEqual({ said: '1', signal: 'SIGKILL' });
});

test('and nowhere else, and never outside tests', async () => {
  const all = { said: '1 2 3', signal: undefined };
  expect(await passing({ NODE_ENV: 'test', ROLLCALL_CRASH_POINT: 'there' })).toEqual(all);
  expect(await passing({ NODE_ENV: 'production', ROLLCALL_CRASH_POINT: 'here' })).toEqual(all);
});
