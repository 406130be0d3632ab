// Makes a clone ready to run: checks what this machine must have, installs packages, builds. It is plain JavaScript
// because it runs in the machine's own Node (20 or newer), before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const began = Number(process.env.ROLLCALL_BEGAN) || Date.now();

/** Prints a line of progress with the seconds since the start. */
export function say(text) {
  console.log(`[${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s] ${text}`);
}

/** When the start began, for the program that is started next. */
export const beganAt = String(began);

/** Prepares everything that `npm start` and `npm test` need. Where that is impossible, prints why and exits. */
export function prepare() {
  requireMachine();
  if (packagesAreMissing()) {
    say('installing packages (npm ci)');
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], 'npm ci failed; its words are above.');
  }
  say('building');
  run(join(root, 'node_modules/node/bin/node'), ['tools/build.ts'], 'The build failed; its words are above.');
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

/** Whether the installed packages differ from the lock file; packages for other platforms do not count. */
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
