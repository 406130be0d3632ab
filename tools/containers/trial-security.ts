import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@rollcall/local-servers';
import { databasePlans, kafkaPasswords } from '../stack/credentials.ts';
import type { Secrets } from '../stack/secrets.ts';
import { containers, fileOf, run } from './compose.ts';

interface Inspected {
  readonly Config: { readonly User: string; readonly Env: readonly string[] };
  readonly HostConfig: {
    readonly ReadonlyRootfs: boolean;
    readonly CapDrop: readonly string[] | null;
    readonly SecurityOpt: readonly string[] | null;
  };
}

/** Kafka's start script writes its settings outside of the volumes. */
const writable = ['kafka'];

/**
 * Checks, by what the engine reports, that the running containers are hardened.
 * @throws Error naming the first that is not
 */
export function lockedUp(): string {
  const all = JSON.parse(fileOf('secrets', '/secrets/all/secrets.json')) as Secrets;
  const secrets = Object.values(all);
  const running = containers();
  for (const { Name, Service, Health } of running) {
    const [found] = JSON.parse(run(['inspect', Name])) as Inspected[];
    const must = (holds: boolean | undefined, what: string) => {
      if (!holds) throw new Error(`${Name} ${what}`);
    };
    const inside = (...command: string[]) => run(['exec', Name, ...command]);
    must(Health === 'healthy', `is ${Health || 'not asked for its health'}`);
    must(found?.HostConfig.CapDrop?.includes('ALL'), 'keeps capabilities');
    must(found?.HostConfig.SecurityOpt?.includes('no-new-privileges:true'), 'may gain privileges');
    must(found?.HostConfig.ReadonlyRootfs || writable.includes(Service), 'may write to its root');
    must(inside('id', '-u') !== '0', 'runs as root');
    must(/CapEff:\s+0+\n/.test(inside('cat', '/proc/1/status')), 'has capabilities');
    const shown = JSON.stringify(found) + run(['logs', Name]);
    if (Service in kafkaPasswords(all)) {
      must(programsIn(Name) === 1, 'runs more than one process');
      const foreign = foreignTo(Service, all);
      const known = inside('cat', '/run/rollcall/settings.env');
      must(known.includes(kafkaPasswords(all)[Service] ?? ''), 'does not know its own password');
      must(!foreign.some((secret) => known.includes(secret)), 'knows a password that is not for it');
    }
    must(!secrets.some((secret) => shown.includes(secret)), 'shows a secret to who inspects it or reads its log');
  }
  return `${running.length} containers`;
}

/**
 * The secrets that a service must not know: passwords of administrators, of owners of tables, and of other principals.
 */
function foreignTo(service: string, secrets: Secrets): string[] {
  const { [service]: _own, ...principals } = kafkaPasswords(secrets);
  return [
    secrets.postgresAdmin,
    ...databasePlans(secrets).map(({ owner }) => owner.password),
    ...Object.values(principals),
  ];
}

/** The number of the product's processes in a container; the shell of its health check comes and goes. */
function programsIn(container: string): number {
  const [, ...lines] = run(['top', container, '-o', 'pid,comm']).split('\n');
  return lines.filter((line) => !/ (bash|grep)$/.test(line)).length;
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>;
}

/**
 * Checks which packages the image contains.
 * @throws Error naming packages that only development needs
 */
export function onlyProduction(): string {
  const lockIn = (text: string) => (JSON.parse(text) as Lock).packages;
  const wanted = lockIn(readFileSync(join(repositoryRoot, 'package-lock.json'), 'utf8'));
  const image = (...command: string[]) =>
    run(['run', '--rm', '--entrypoint', command[0] ?? '', 'rollcall:local', ...command.slice(1)]);
  const installed = Object.keys(lockIn(image('cat', 'node_modules/.package-lock.json')));
  const surplus = installed.filter((path) => wanted[path]?.dev === true);
  if (surplus.length > 0) throw new Error(`the image has ${surplus.join(', ')}`);
  const sources = image('find', 'apps', 'libs', '-name', '*.ts', '-not', '-path', '*/node_modules/*');
  if (sources !== '') throw new Error(`the image has sources: ${sources}`);
  return `${installed.length} packages`;
}
