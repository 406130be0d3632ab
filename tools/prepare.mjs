// Makes a clone ready to run: says what is missing on this machine, installs packages, builds. Plain JavaScript for the
// machine's own Node (20 or newer), before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const began = Number(process.env.ROLLCALL_BEGAN) || Date.now();

/** A line of progress with the seconds since the beginning. */
export function say(text) {
  console.log(`[${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s] ${text}`);
}

/** When progress began: handed on to what is started next. */
export const beganAt = String(began);

/** Everything that `npm start` and `npm test` need before they can run. Ends the process with a sentence where it cannot be had. */
export function prepare() {
  requireMachine();
  if (packagesAreMissing()) {
    say('installing packages (npm ci)');
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], 'npm ci failed; its words are above.');
  }
  say('building');
  run(process.execPath, ['node_modules/typescript7/bin/tsc', '-b'], 'The build failed; its words are above.');
}

function requireMachine() {
  const major = Number(process.versions.node.split('.')[0]);
  const missing = [];
  if (major < 20) missing.push(`Node 20 or newer (this is ${process.versions.node}): https://nodejs.org`);
  if (!process.env.KAFKA_BROKERS && !dockerAnswers()) {
    const without = 'or start a Docker engine, or set KAFKA_BROKERS to a running broker';
    if (!hasJava()) {
      missing.push(
        `Java 17 or newer for Kafka (Debian: apt install openjdk-17-jre-headless; macOS: brew install openjdk@17), ${without}`,
      );
    }
    if (!existsSync(join(cacheDirectory(), 'kafka-4.3.1')) && !answers('mvn', ['-v'])) {
      missing.push(`Maven for Kafka's jars (Debian: apt install maven; macOS: brew install maven), ${without}`);
    }
  }
  if (missing.length === 0) return;
  console.error(`Rollcall cannot run here. Install:\n${missing.map((each) => `  - ${each}`).join('\n')}`);
  process.exit(1);
}

const cacheDirectory = () => resolve(process.env.ROLLCALL_CACHE ?? join(root, '.local'));
const answers = (command, args) => spawnSync(command, args, { timeout: 20_000 }).status === 0;
const dockerAnswers = () => process.env.ROLLCALL_DOCKER !== 'no' && answers('docker', ['info']);

function hasJava() {
  const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
  const { stderr } = spawnSync(java, ['-version'], { encoding: 'utf8', timeout: 20_000 });
  return Number(/version "(\d+)/.exec(stderr ?? '')?.[1]) >= 17;
}

/** Whether what is installed differs from the lock file; packages for other platforms do not count. */
function packagesAreMissing() {
  const wanted = lockedPackages(join(root, 'package-lock.json'));
  const installed = lockedPackages(join(root, 'node_modules', '.package-lock.json'));
  if (!existsSync(join(root, 'node_modules/node/bin/node'))) return true;
  return Object.entries(wanted).some(([path, { version, optional, link }]) => {
    if (path === '' || !path.includes('node_modules/')) return false;
    const found = installed[path];
    return found ? !link && found.version !== version : !optional;
  });
}

function lockedPackages(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {};
}

function run(command, args, failure) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status === 0) return;
  console.error(failure);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) prepare();
