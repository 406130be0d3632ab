// `npm run sbom`: writes `.local/sbom.json`, what the product is made of, as CycloneDX, from package-lock.json. npm makes it;
// here only what development alone needs is left out, since `npm sbom --omit dev` also leaves out what both need.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

/** The parts of a CycloneDX 1.5 document that are read here. */
export interface Sbom {
  readonly bomFormat: string;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

const ofDevelopment = 'cdx:npm:package:development';
const root = resolve(import.meta.dirname, '..');

/** Runs npm, which needs neither the network nor installed packages for this. */
export function sbomOfProduction(): Sbom {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];
  const whole = JSON.parse(execFileSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 27 })) as Sbom;
  const development = neededInDevelopmentOnly();
  const components = whole.components
    .filter((component) => !development.has(component['bom-ref']))
    .map(({ properties = [], ...rest }) => ({
      ...rest,
      properties: properties.filter(({ name }) => name !== ofDevelopment),
    }));
  const kept = new Set([whole.metadata.component['bom-ref'], ...components.map((component) => component['bom-ref'])]);
  const dependencies = whole.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((each) => kept.has(each)) }));
  const component = { ...whole.metadata.component, name: 'rollcall' }; // npm names it after the directory
  return { ...whole, metadata: { ...whole.metadata, component }, components, dependencies };
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly version?: string }>>;
}

/** `name@version` of what development alone needs. npm says it of one copy of a package, and the lock file of each. */
function neededInDevelopmentOnly(): ReadonlySet<string> {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
  const installed = Object.entries(lock.packages).filter(([path]) => path.includes('node_modules/'));
  const named = installed.map(([path, { dev = false, version = '' }]) => ({ dev, ref: `${nameOf(path)}@${version}` }));
  const both = new Set(named.filter(({ dev }) => !dev).map(({ ref }) => ref));
  return new Set(named.filter(({ dev }) => dev).map(({ ref }) => ref)).difference(both);
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = join(root, '.local/sbom.json');
  const sbom = sbomOfProduction();
  mkdirSync(join(root, '.local'), { recursive: true });
  writeFileSync(file, `${JSON.stringify(sbom, null, 2)}\n`);
  console.log(`${file}: ${sbom.components.length} packages`);
}
