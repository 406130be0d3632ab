// `npm run trial:conformance`: three suites that others wrote for SCIM 2.0 servers, against the running stack, each in an
// account of its own. What fails must be a deviation that deviations.ts explains. `-- --list` prints every failed check.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeScimAccount } from '../api/people.ts';
import { PythonPackages } from '../python.ts';
import { runningStack } from '../stack/running-stack.ts';
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

/** What is taken beyond the standard is no subject of a suite about the standard. */
const strictToken = { name: 'Conformance', leniency: 'none' };

async function trial(list: boolean): Promise<boolean> {
  const running = await runningStack();
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
      const outcome = await run(await makeScimAccount(running, strictToken));
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
