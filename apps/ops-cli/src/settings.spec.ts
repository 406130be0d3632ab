import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SettingsError } from '@rollcall/service-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OpsFailure } from './failure.js';
import { credentialIn, environmentIn, operatorIn } from './settings.js';

const local = { KAFKA_BROKERS: 'here:9092', USER_SERVICE_URL: 'http://here:1', INTERNAL_SECRET: 'of-the-local-stack' };
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-ops-'));
  mkdirSync(join(folder, '.local'));
  file = join(folder, '.local', 'env.json');
  writeFileSync(file, JSON.stringify(local), { mode: 0o600 });
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('settings', () => {
  it('are those of the local stack where the environment has none of its own', () => {
    expect(environmentIn(folder, { HOME: '/', OPS_OPERATOR: 'ann' })).toEqual({
      HOME: '/',
      OPS_OPERATOR: 'ann',
      ...local,
    });
    expect(environmentIn(folder, { KAFKA_BROKERS: 'here:9092' })).toEqual(local);
  });

  it.each([
    ['a secret', { INTERNAL_SECRET: 'of-production' }],
    ['a credential', { OPS_CREDENTIAL: 'ann:of-production' }],
    ['a broker', { KAFKA_BROKERS: 'production:9092' }],
    ['a password', { KAFKA_SASL_PASSWORD: 'of-production' }],
  ])('are the environment alone where it has %s: no secret goes to a URL of the directory', (_, env) => {
    expect(environmentIn(folder, env)).toEqual(env);
  });

  it('are not taken from a file that others can write', () => {
    chmodSync(file, 0o666);
    expect(() => environmentIn(folder, {})).toThrow(OpsFailure);
    expect(() => environmentIn(folder, {})).toThrow(/not yours alone to write/);
  });
});

describe('the credential', () => {
  it("is the operator's own, or that of the tool", () => {
    expect(credentialIn({ OPS_CREDENTIAL: 'ann:s:1', INTERNAL_SECRET: 'x' })).toEqual({
      caller: 'ops-cli.ann',
      secret: 's:1',
    });
    expect(credentialIn({ INTERNAL_SECRET: 'x' })).toEqual({ caller: 'ops-cli', secret: 'x' });
  });

  it.each([{}, { OPS_CREDENTIAL: 'ann' }, { OPS_CREDENTIAL: ':secret' }])('must be there, and whole: %j', (env) => {
    expect(() => credentialIn(env)).toThrow(SettingsError);
    expect(() => credentialIn(env)).not.toThrow(/secret$/);
  });
});

describe('the operator', () => {
  it.each([
    [{ OPS_CREDENTIAL: 'ann:secret' }, 'ann'],
    [{ OPS_CREDENTIAL: 'ann:secret', OPS_OPERATOR: 'ann' }, 'ann'],
    [{ OPS_CREDENTIAL: 'ann:secret', OPS_OPERATOR: 'bob' }, 'ann/bob'],
    [{ INTERNAL_SECRET: 'shared', OPS_OPERATOR: 'bob' }, 'ops-cli/bob'],
    [{ INTERNAL_SECRET: 'shared' }, 'ops-cli/root'],
  ])('of %j is %s: what the credential proves comes first', (env, operator) => {
    expect(operatorIn(env, 'root')).toBe(operator);
  });
});
