import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { parseDocument } from 'yaml';

interface Service {
  readonly image?: string;
  readonly privileged?: boolean;
  readonly network_mode?: string;
  readonly pid?: string;
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly read_only?: boolean;
  readonly user?: string;
  readonly restart?: string;
  readonly stop_grace_period?: string;
  readonly mem_limit?: string;
  readonly pids_limit?: number;
  readonly cpus?: string | number;
  readonly environment?: Readonly<Record<string, unknown>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
}

/** Third-party programs that write outside of their volumes: Kafka's start script writes its settings there. */
const writesOutsideItsVolumes = ['kafka'];

/** The longest `DRAIN_SECONDS`, and what a service may take afterwards to end. */
const longestStopSeconds = 60 + 10;

/**
 * The JSON schema of the Compose specification, from github.com/compose-spec/compose-spec (Apache-2.0, 170098ba, June
 * 2026).
 */
function readSchema(): object {
  const text = readFileSync(join(import.meta.dirname, 'compose-spec.json'), 'utf8');
  const { $schema: _draft07, ...rest } = JSON.parse(text) as Record<string, unknown>; // ajv knows another spelling
  return rest;
}

let compiled: ValidateFunction | undefined;

/** Compiled once: that takes longer than all that is asked of it. */
function validator(): ValidateFunction {
  // The schema's formats (duration, ports) are Compose's own, which ajv does not know.
  return (compiled ??= new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(readSchema()));
}

/** The problems of a compose file: first of its form, by the specification, and then of its containers' hardening. */
export function composeProblems(text: string): string[] {
  const document = parseDocument(text, { merge: true });
  if (document.errors.length > 0) return document.errors.map(({ message }) => message.trimEnd());
  const file = document.toJS() as { services?: Record<string, Service> };
  const valid = validator();
  if (!valid(file)) return (valid.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`);
  return Object.entries(file.services ?? {}).flatMap(([name, service]) =>
    problemsOf(name, service).map((problem) => `${name}: ${problem}`),
  );
}

function problemsOf(name: string, service: Service): string[] {
  const problems: string[] = [];
  const must = (holds: boolean, problem: string) => void (holds || problems.push(problem));
  must(service.cap_drop?.includes('ALL') === true && !service.cap_add, 'keeps capabilities');
  must(service.security_opt?.includes('no-new-privileges:true') === true, 'may gain privileges');
  must(service.read_only === true || writesOutsideItsVolumes.includes(name), 'may write to its root file system');
  must(!service.privileged && service.pid === undefined, 'is privileged, or sees processes of others');
  must(service.network_mode === undefined || service.network_mode === 'none', 'is on a network of others');
  must(!['root', '0', '0:0'].includes(service.user ?? ''), 'runs as root');
  must(/:(?!latest)/.test(service.image ?? ''), 'has an image without a version');
  must(['no', 'unless-stopped'].includes(service.restart ?? ''), 'does not say whether it starts again');
  must(service.mem_limit !== undefined, 'may take all memory');
  must((service.pids_limit ?? 0) > 0, 'may start any number of processes');
  must(service.cpus !== undefined, 'may take all CPUs');
  const drains = service.environment?.['DRAIN_SECONDS'] !== undefined && service.restart !== 'no';
  const grace = Number(/^(\d+)s$/.exec(service.stop_grace_period ?? '')?.[1] ?? 0);
  must(!drains || grace > longestStopSeconds, 'is killed while it drains');
  for (const port of service.ports ?? []) must(port.startsWith('127.0.0.1:'), `publishes ${port} beyond this machine`);
  for (const volume of service.volumes ?? []) must(!volume.includes('docker.sock'), 'rules the engine');
  for (const [variable, value] of Object.entries(service.environment ?? {})) {
    const secret = /PASSWORD|SECRET|PEPPER|TOKEN|KEY/.test(variable) && !/_(?:FILE|QUEUE|BURST)$/.test(variable);
    must(!secret || variable.endsWith('_URL'), `${variable} would show ${typeof value} to everybody who inspects it`);
  }
  return problems;
}
