// `npm run trial:conformance`: three suites that others wrote for SCIM 2.0 servers, against the running stack, each in an
// account of its own. What fails must be a deviation that deviations.ts explains. `-- --list` prints every failed check.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { makePeople } from '../api/people.ts';
import { PythonPackages } from '../python.ts';
import { deviations } from './deviations-by-rule.ts';
import { judge } from './deviations.ts';
import {
  packages,
  scim2Tester,
  scimonoTests,
  scimSanity,
  type Outcome,
  type SuiteName,
  type Target,
} from './suites.ts';

const root = resolve(import.meta.dirname, '../..');
const stack = resolve(root, process.env.ROLLCALL_LOCAL ?? '.local');

async function readJson<Content>(file: string): Promise<Content> {
  return JSON.parse(await readFile(file, 'utf8')) as Content;
}

/** An account for one suite, with a strict token: what is taken beyond the standard is no subject of a suite about the standard. */
async function makeTarget(): Promise<Target> {
  const { workspaceUrl, scimUrl } = await readJson<{ workspaceUrl: string; scimUrl: string }>(
    join(stack, 'stack.json'),
  );
  const { admin } = await makePeople(await readJson<Record<string, string>>(join(stack, 'env.json')), workspaceUrl);
  const answer = await fetch(`${workspaceUrl}/scim/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${admin}` },
    body: JSON.stringify({ name: 'Conformance', leniency: 'none' }),
  });
  const { secret } = (await answer.json()) as { secret: string };
  return { scimUrl, token: secret };
}

async function trial(list: boolean): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-conformance-'));
  try {
    console.log('The suites are installed into a folder of their own …');
    const python = PythonPackages.install(folder, ...packages);
    const suites: Record<SuiteName, (target: Target) => Promise<Outcome>> = {
      'scim2-tester': (target) => scim2Tester(python, target),
      'scim-sanity': (target) => scimSanity(python, target),
      scimono: (target) => scimonoTests(python, folder, target),
    };
    const findings = [];
    for (const [name, run] of Object.entries(suites)) {
      const outcome = await run(await makeTarget());
      console.log(`${name}: ${outcome.passed} passed, ${outcome.findings.length} failed`);
      findings.push(...outcome.findings);
    }
    if (list) for (const { suite, check, problem } of findings) console.log(`${suite} | ${check} | ${problem}`);
    const { unexplained, stale } = judge(findings, deviations);
    for (const { suite, check, problem } of unexplained)
      console.error(`not explained: ${suite} | ${check} | ${problem}`);
    for (const { suite, check } of stale) console.error(`explained, but did not fail: ${suite} | ${check.source}`);
    console.log(`${findings.length - unexplained.length} of ${findings.length} failures are deviations by a rule.`);
    return unexplained.length === 0 && stale.length === 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv.includes('--help')) {
  console.log(
    'npm run trial:conformance [-- --list]\n\nNeeds the running stack, Python 3.10 or newer, Java, Maven; PyPI and Maven Central.',
  );
} else if (!(await trial(process.argv.includes('--list')))) {
  process.exitCode = 1;
}
