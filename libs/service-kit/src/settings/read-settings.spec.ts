import { describe, expect, it } from 'vitest';
import { callers } from '../internal-http/caller-credentials.js';
import { duration, flag, integer, list, oneOf, optionalText, port, secret, text, url, urls } from './readers.js';
import { readSettings, SettingsError } from './read-settings.js';

const problemsOf = (read: () => unknown): readonly string[] => {
  try {
    read();
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
};

describe('readSettings', () => {
  it('reads each kind of value, and fallbacks for what is absent or empty', () => {
    const spec = {
      database: secret('DATABASE_URL'),
      httpPort: port('HTTP_PORT', 8080),
      wait: duration('WAIT', '5s'),
      longer: duration('LONGER'),
      on: flag('ON', false),
      brokers: list('BROKERS'),
      mode: oneOf('MODE', ['a', 'b'], 'a'),
      note: optionalText('NOTE'),
      host: text('HOST', '127.0.0.1'),
      peer: urls('PEER_URL'),
    };
    const env = {
      DATABASE_URL: 'postgres://app:pass@db/users',
      HTTP_PORT: '',
      LONGER: '365d',
      ON: 'yes',
      BROKERS: 'one:9092, two:9092,',
      MODE: 'b',
      PEER_URL: 'http://one:8081/,http://two:8081',
    };
    expect(readSettings(spec, env)).toEqual({
      database: 'postgres://app:pass@db/users',
      httpPort: 8080,
      wait: 5_000,
      longer: 365 * 86_400_000,
      on: true,
      brokers: ['one:9092', 'two:9092'],
      mode: 'b',
      note: undefined,
      host: '127.0.0.1',
      peer: ['http://one:8081', 'http://two:8081'],
    });
  });

  it('reports every problem at once, and no value that may be secret', () => {
    const spec = {
      a: secret('SECRET'),
      b: port('PORT'),
      c: integer('COUNT', 1, { min: 1, max: 9 }),
      d: url('SERVICE_URL'),
      e: callers('CALLERS'),
      f: duration('WAIT', '1s'),
    };
    const env = { SECRET: ' ', PORT: '70000', COUNT: '3x', SERVICE_URL: 'ftp://u:hush@h', CALLERS: 'gw:', WAIT: '5' };
    expect(problemsOf(() => readSettings(spec, env))).toEqual([
      'SECRET is missing',
      'PORT must be a whole number from 0 to 65535, not "70000"',
      'COUNT must be a whole number from 1 to 9, not "3x"',
      'SERVICE_URL must be a URL that begins with http:// or https://',
      'CALLERS has no caller:secret at place 1',
      'WAIT must be a length of time such as 500ms, 5s or 10m, not "5"',
    ]);
  });

  it('knows the secrets of each caller: two while they change, and one of each operator', () => {
    const { c } = readSettings({ c: callers('C') }, { C: 'a:x,ops-cli.Ann@acme:z,a:y' });
    expect(['a', 'ops-cli.Ann@acme', 'ops-cli'].map((caller) => c.secretsOf(caller))).toEqual([['x', 'y'], ['z'], []]);
  });

  it('refuses an empty list of callers: nobody starts unguarded', () => {
    expect(problemsOf(() => readSettings({ c: callers('C') }, {}))).toHaveLength(1);
    expect(problemsOf(() => readSettings({ c: callers('C') }, { C: 'a:x,a:y,a:z' }))).toEqual([
      'C names a more than twice',
    ]);
  });
});
