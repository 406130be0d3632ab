import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cacheFolder } from '@rollcall/local-servers';
import { chromium, type Browser } from 'playwright-core';

const require = createRequire(import.meta.url);

/** Not those that the package proposes: they switch off what keeps origins apart, and specs would pass that must not. */
const args = [
  '--no-sandbox',
  '--no-zygote',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
];

/**
 * Starts Chromium without a window. It comes with an npm package (x64 Linux) and is unpacked once per version; elsewhere `CHROMIUM` says
 * where one is.
 */
export async function launchBrowser(): Promise<Browser> {
  if (process.env.CHROMIUM) return chromium.launch({ executablePath: process.env.CHROMIUM, args });
  const home = packageOf(require.resolve('@sparticuz/chromium'));
  const { version } = require(join(home, 'package.json')) as { version: string };
  const folder = join(cacheFolder(), `chromium-${version}`);
  if (!existsSync(folder)) await unpack(home, folder);
  // What a bare machine lacks (NSS) comes with the package; what the machine has goes first.
  const ours = hasSystemNss() ? [] : [join(folder, 'al2023', 'lib')];
  const path = [process.env.LD_LIBRARY_PATH, ...ours].filter(Boolean).join(':');
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    args,
    env: { ...definedOf(process.env), ...(path ? { LD_LIBRARY_PATH: path } : {}) },
  });
}

/** The folder of the package that has a file. */
function packageOf(file: string): string {
  const folder = dirname(file);
  return existsSync(join(folder, 'bin', 'chromium.br')) ? folder : packageOf(folder);
}

/** Unpacks the browser beside its place first: other processes see all of it or nothing. */
async function unpack(home: string, folder: string): Promise<void> {
  const own = `${folder}.${process.pid}`;
  mkdirSync(own, { recursive: true });
  const before = process.env.TMPDIR;
  process.env.TMPDIR = own; // where the package unpacks to, and looks first whatever version it finds
  try {
    const { default: packed, inflate } = await import('@sparticuz/chromium');
    packed.setGraphicsMode = false;
    await packed.executablePath();
    await inflate(join(home, 'bin', 'al2023.tar.br'));
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  try {
    renameSync(own, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(own, { recursive: true }); // another process was first
  }
}

const hasSystemNss = () =>
  !process.env.NO_SYSTEM_NSS &&
  ['/usr/lib/x86_64-linux-gnu/libnss3.so', '/usr/lib64/libnss3.so'].some((file) => existsSync(file));

const definedOf = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
