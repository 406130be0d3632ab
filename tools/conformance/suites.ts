import { spawn, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PythonPackages } from '../python.ts';
import { translate } from './translator.ts';

/** One check of a suite that did not pass. */
export interface Finding {
  readonly suite: SuiteName;
  /** What was checked: the suite's own name of it. */
  readonly check: string;
  /** What the suite found. */
  readonly problem: string;
}

export type SuiteName = 'scim2-tester' | 'scim-sanity' | 'scimono';

export interface Outcome {
  readonly passed: number;
  readonly findings: readonly Finding[];
}

/** Where a suite works: an account of its own. */
export interface Target {
  readonly scimUrl: string;
  readonly token: string;
}

/** https://pypi.org/project/scim2-tester/, https://pypi.org/project/scim-sanity/ */
export const packages = ['scim2-tester[httpx2]==0.5.2', 'scim-sanity==0.7.4'];
/** https://central.sonatype.com/artifact/com.sap.scimono/scimono-compliance-tests */
const scimono = { version: '0.0.24', artifact: 'scimono-compliance-tests' };

export async function scim2Tester(python: PythonPackages, { scimUrl, token }: Target): Promise<Outcome> {
  const script = join(import.meta.dirname, 'scim2_tester_run.py');
  const { stdout } = await runToEnd(python.program('python'), [script, scimUrl, token]);
  const results = JSON.parse(stdout) as { check: string; resource: string | null; status: string; reason: string }[];
  const failed = results.filter(({ status }) => status === 'ERROR' || status === 'CRITICAL');
  return {
    passed: results.filter(({ status }) => status === 'SUCCESS').length,
    findings: failed.map(({ check, resource, reason }) => ({
      suite: 'scim2-tester',
      check: `${resource ?? 'server'} ${check}`,
      problem: reason,
    })),
  };
}

export async function scimSanity(python: PythonPackages, { scimUrl, token }: Target): Promise<Outcome> {
  const options = ['--token', token, '--json-output', '--i-accept-side-effects', '--user-domain', 'example.com'];
  const { stdout } = await runToEnd(python.program('scim-sanity'), ['probe', scimUrl, ...options]);
  const { summary, results } = JSON.parse(stdout) as {
    summary: { passed: number };
    results: { name: string; status: string; message: string }[];
  };
  const failed = results.filter(({ status }) => status === 'fail' || status === 'error');
  return {
    passed: summary.passed,
    findings: failed.map(({ name, message }) => ({ suite: 'scim-sanity', check: name, problem: message })),
  };
}

/** SAP's suite: Java from Maven Central, which writes a report of JUnit into the folder. */
export async function scimonoTests(
  python: PythonPackages,
  folder: string,
  { scimUrl, token }: Target,
): Promise<Outcome> {
  const translator = await translate(scimUrl, token);
  try {
    // It changes HttpURLConnection by reflection, to send PATCH.
    const opened = ['java.net', 'sun.net.www.protocol.http', 'sun.net.www.protocol.https'];
    const jvm = opened.flatMap((name) => ['--add-opens', `java.base/${name}=ALL-UNNAMED`]);
    const args = ['-jar', scimonoJar(folder), `scim.service.url=${translator.url}`, 'auth.type=NO_AUTH'];
    const { stdout } = await runToEnd('java', [...jvm, ...args], folder);
    await writeFile(join(folder, 'scimono.log'), stdout);
  } finally {
    await translator.close();
  }
  const script = join(import.meta.dirname, 'junit_as_json.py');
  const report = await runToEnd(python.program('python'), [script, join(folder, 'TEST-junit-jupiter.xml')]);
  const results = JSON.parse(report.stdout) as { check: string; status: string; problem: string }[];
  return {
    passed: results.filter(({ status }) => status === 'passed').length,
    findings: results
      .filter(({ status }) => status === 'failed')
      .map(({ check, problem }) => ({ suite: 'scimono', check, problem })),
  };
}

function scimonoJar(folder: string): string {
  const { artifact, version } = scimono;
  const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';
  const what = `-Dartifact=com.sap.scimono:${artifact}:${version}:jar:shaded`;
  const { status, stdout, error } = spawnSync('mvn', ['-q', '-B', plugin, what, `-DoutputDirectory=${folder}`], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`Maven could not copy ${artifact}: ${error?.message ?? stdout}`);
  return join(folder, `${artifact}-${version}-shaded.jar`);
}

/** The suites end with 1 where a check fails: what they print is the outcome. @throws Error where one cannot be started. */
function runToEnd(program: string, args: readonly string[], cwd?: string): Promise<{ stdout: string }> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], ...(cwd === undefined ? {} : { cwd }) });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', () => done({ stdout: Buffer.concat(chunks).toString() }));
  });
}
