// `npm run check:containers`: checks docker-compose.yml and the Dockerfile without a container engine.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { composeProblems } from './compose-rules.ts';
import { dockerfileProblems } from './dockerfile-rules.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(resolve(root, file), 'utf8');
const problems = [
  ...composeProblems(read('docker-compose.yml')).map((problem) => `docker-compose.yml: ${problem}`),
  ...dockerfileProblems(read('Dockerfile')).map((problem) => `Dockerfile: ${problem}`),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
