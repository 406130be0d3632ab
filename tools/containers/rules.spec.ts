import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { composeProblems } from './compose-rules.ts';
import { dockerfileProblems } from './dockerfile-rules.ts';

const read = (file: string) => readFileSync(resolve(import.meta.dirname, '../..', file), 'utf8');

describe('docker-compose.yml', () => {
  const good = read('docker-compose.yml');

  it('is as the specification says, and locks its containers up', () => {
    expect(composeProblems(good)).toEqual([]);
  });

  it.each([
    ['what is no YAML', 'cap_drop: [ALL]', 'cap_drop: [ALL', /Flow sequence/],
    ['a key that does not exist', 'read_only: true', 'readonly: true', /must NOT have additional properties/],
    ['a wrong type', 'shm_size: 256mb', 'shm_size: [256]', /\/services\/postgres\/shm_size must be/],
    ['a wrong condition', 'condition: service_healthy', 'condition: service_well', /must be equal to one of/],
    ['capabilities', 'cap_drop: [ALL]', 'cap_drop: [NET_RAW]', /user-service: keeps capabilities/],
    ['more privileges', 'no-new-privileges:true', 'label:disable', /kafka: may gain privileges/],
    [
      'a writable root',
      'read_only: true\n  # Node',
      'read_only: false\n  # Node',
      /team-service: may write to its root/,
    ],
    ['root', 'user: postgres', "user: '0:0'", /postgres: runs as root/],
    ['a moving image', '${POSTGRES_IMAGE:-postgres:18}', 'postgres:latest', /postgres: has an image without a version/],
    [
      'an open port',
      '127.0.0.1:${SCIM_PORTS',
      '0.0.0.0:${SCIM_PORTS',
      /scim-gateway: publishes .* beyond this machine/,
    ],
    ['a secret to read', "SCIM_PORT: '8080'", 'INTERNAL_SECRET: abc', /scim-gateway: INTERNAL_SECRET would show/],
    ['the engine', 'demo:/demo:ro', '/var/run/docker.sock:/run/docker.sock', /show-demo-account: rules the engine/],
    [
      'all memory',
      'mem_limit: ${ROLLCALL_SERVER_MEMORY',
      'mem_reservation: ${ROLLCALL_SERVER_MEMORY',
      /kafka: may take all memory/,
    ],
    ['any number of processes', 'pids_limit: 500', 'pids_limit: -1', /postgres: may start any number of processes/],
    ['all CPUs', 'cpus: ${ROLLCALL_CPUS:-2.0}', 'cpu_shares: 1024', /user-service: may take all CPUs/],
    [
      'less time to end than the longest drain takes',
      'stop_grace_period: 75s',
      'stop_grace_period: 70s',
      /killed while/,
    ],
    ['the network of the host', 'network_mode: none', 'network_mode: host', /secrets: is on a network of others/],
  ])('is refused with %s', (_, from, to, problem) => {
    expect(good).toContain(from);
    expect(composeProblems(good.replace(from, to)).join('\n')).toMatch(problem);
  });
});

describe('the Dockerfile', () => {
  const good = read('Dockerfile');

  it('has nothing that the linter or our rules know', () => {
    expect(dockerfileProblems(good)).toEqual([]);
  });

  it.each([
    ['a word that is no instruction', 'WORKDIR /app', 'WORKDIRE /app', /Unknown instruction: WORKDIRE/],
    ['an unknown flag', 'HEALTHCHECK --interval=10s', 'HEALTHCHECK --intervall=5s', /Unknown flag: intervall/],
    ['a broken duration', '--interval=10s', '--interval=10q', /interval|duration|unit/i],
    ['another heap', '--max-old-space-size=1024', '--max-old-space-size=512', /without --max-old-space-size=1024/],
    ['memory that is kept', 'MALLOC_MMAP_THRESHOLD_=262144', 'SOME=1', /without MALLOC_MMAP_THRESHOLD_=262144/],
    ['root', 'USER node', '# nobody', /runs as root/],
    ['no health check', 'HEALTHCHECK', '# HEALTHCHECK', /no health check/],
    ['development packages', 'npm ci --omit=dev', 'npm ci', /more than production needs/],
    ['ADD', 'COPY . .', 'ADD . .', /uses ADD/],
    [
      'a secret that stays',
      'ENV NODE_ENV=production',
      'ENV NPM_TOKEN=abc NODE_ENV=production',
      /would stay in the image/,
    ],
    [
      'one stage',
      /FROM \$\{NODE_IMAGE\} AS packages|FROM packages AS build|FROM \$\{NODE_IMAGE\} AS rollcall/g,
      '# one',
      /has one stage/,
    ],
  ])('is refused with %s', (_, from, to, problem) => {
    const bad = good.replace(from, to);
    expect(bad).not.toBe(good);
    expect(dockerfileProblems(bad).join('\n')).toMatch(problem);
  });
});
