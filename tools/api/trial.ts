// `npm run trial:api`: tests the workspace API of the running stack against its OpenAPI document (Schemathesis), with
// valid and invalid requests: without a session, as a member, and as an admin. Arguments after `--` go to Schemathesis:
// `-- --seed 7`.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '@rollcall/local-servers';
import { makePeople } from './people.ts';
import { runningStack } from '../stack/running-stack.ts';
import { Schemathesis, type RecordedExchange } from './schemathesis.ts';
import { unauthorised, type Document, type Who } from './unauthorised.ts';

const document = join(repositoryRoot, 'docs/openapi.json');
/** One worker: Schemathesis' generator of cases is not thread-safe (Python 3.11). */
const usual = ['--max-examples', '20', '--request-timeout', '60'];
/** Ends the session that all other operations need, so it is tested last. */
const signOut = 'signOut';
/** A stream, whose answer does not end. */
const endless = 'listen';

function tell(who: Who, exchanges: readonly RecordedExchange[]): void {
  const byStatus = Map.groupBy(exchanges, ({ response }) => response.status);
  const counts = [...byStatus].sort(([a], [b]) => a - b).map(([status, found]) => `${found.length} × ${status}`);
  console.log(`As ${who}: ${exchanges.length} requests (${counts.join(', ')}).\n`);
}

async function trial(): Promise<readonly string[]> {
  const { stack, env } = await runningStack();
  const people = await makePeople(env, stack.workspaceUrl);
  const contract = JSON.parse(await readFile(document, 'utf8')) as Document;
  const url = stack.workspaceUrl.replace(/\/api$/, '');
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-trial-'));
  try {
    console.log('Schemathesis is installed into a folder of its own …');
    const schemathesis = Schemathesis.install(folder);
    const problems: string[] = [];
    const run = async (who: Who, options: readonly string[]) => {
      const session = who === 'nobody' ? [] : ['--header', `Authorization: Bearer ${people[who]}`];
      const all = [...usual, ...session, ...options, ...process.argv.slice(2)];
      const { isGood, exchanges } = await schemathesis.run({ url, document, folder, options: all });
      tell(who, exchanges);
      if (!isGood) problems.push(`as ${who}: see above`);
      problems.push(...unauthorised(who, exchanges, contract).map((success) => `as ${who}: ${success} is not allowed`));
    };
    await run('nobody', []);
    // The admin comes last: the trial performs all allowed operations, also on the member.
    for (const who of ['member', 'admin'] as const) {
      await run(who, ['--exclude-operation-id', signOut, '--exclude-operation-id', endless]);
      await run(who, ['--include-operation-id', signOut]);
    }
    return problems;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const problems = await trial();
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
} else {
  console.log('No failure of the service, nothing against the document, no unauthorised success.');
}
