import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sbomOfProduction } from './sbom.ts';

interface Lock {
  readonly packages: Readonly<Record<string, { dev?: boolean; link?: boolean; version?: string }>>;
}

it('the bill of materials names every package of production with its digest, and none of development', () => {
  const lock = JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8')) as Lock;
  const { bomFormat, metadata, components, dependencies } = sbomOfProduction();
  expect([bomFormat, metadata.component.name]).toEqual(['CycloneDX', 'rollcall']);
  const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const installed = Object.entries(lock.packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);
  const packagesOf = (isDev: boolean) =>
    new Set(
      installed.flatMap(([path, { dev = false, version }]) => (dev === isDev ? [`${nameOf(path)}@${version}`] : [])),
    );
  const [production, development] = [packagesOf(false), packagesOf(true)];
  const named = new Set(components.map(({ purl }) => decodeURIComponent(purl).replace('pkg:npm/', '').split('?')[0]));
  expect(production.difference(named)).toEqual(new Set());
  expect(named.intersection(development.difference(production))).toEqual(new Set());
  const own = components.filter(({ purl }) => purl.includes('%40rollcall/'));
  const withDigest = components.filter((component) => 'hashes' in component);
  expect(withDigest.length).toBe(components.length - own.length);
  const refs = new Set([metadata.component['bom-ref'], ...components.map((component) => component['bom-ref'])]);
  const pointed = new Set(dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]));
  expect(pointed.difference(refs)).toEqual(new Set());
});
