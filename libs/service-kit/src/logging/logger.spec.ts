import { NestLogger } from './nest-logger.js';
import { describe, expect, it } from 'vitest';
import { registerSafeErrors } from './describe-error.js';
import { createLogger, type LogFields } from './logger.js';

function capture() {
  const lines: string[] = [];
  const logger = createLogger('test', {
    level: 'trace',
    destination: { write: (line: string) => void lines.push(line) },
  });
  return {
    logger,
    text: () => lines.join(''),
    last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown>,
  };
}

class DriverError extends Error {
  readonly code = '23505';
  readonly detail = 'Key (user_name)=(ann@example.com) already exists.';
}
class OwnError extends Error {}

describe('the logger', () => {
  it('writes known fields and drops all others', () => {
    const { logger, last } = capture();
    const fields = {
      accountId: 'a1',
      durationMs: 4,
      userName: 'ann@example.com',
      body: { password: 'x' },
    } as LogFields;
    logger.with({ instance: 'i1' }).info('a request was answered', fields);
    const { time, ...rest } = last();
    expect(rest).toEqual({
      level: 'info',
      service: 'test',
      instance: 'i1',
      msg: 'a request was answered',
      accountId: 'a1',
      durationMs: 4,
    });
    expect(time).toMatch(/^\d{4}-.*Z$/);
  });

  it('drops objects that hide behind a known name', () => {
    const { logger, last } = capture();
    logger.info('x', { reason: { password: 'hush' } as unknown as string }); // as a careless cast would
    expect(last()).not.toHaveProperty('reason');
  });

  it('tells an error by name, code and frames, without the text that a driver put into it', () => {
    const { logger, last, text } = capture();
    logger.error('could not save', {
      error: new DriverError('duplicate key: ann@example.com', { cause: new Error('ann@example.com') }),
    });
    expect(last()).toMatchObject({
      errorName: 'DriverError',
      error: { code: '23505', stack: expect.stringContaining(' at ') },
    });
    expect(text()).not.toContain('ann@example.com');
  });

  it('shows the text of errors that are declared safe, and of the operating system', () => {
    const { logger, last } = capture();
    registerSafeErrors(OwnError);
    logger.error('x', { error: new OwnError('the window is full') });
    expect(last()).toMatchObject({ error: { message: 'the window is full' } });
    const system = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), {
      errno: -111,
      syscall: 'connect',
      code: 'ECONNREFUSED',
    });
    logger.error('x', { error: system });
    expect(last()).toMatchObject({ error: { message: 'connect ECONNREFUSED 127.0.0.1:1', code: 'ECONNREFUSED' } });
  });

  it("keeps the message out of a stack that Nest's logger hands over", () => {
    const { logger, last, text } = capture();
    new NestLogger(logger).error('failed', 'Error: ann@example.com\n    at save (file.js:1:1)', 'Repository');
    expect(last()).toMatchObject({ where: 'Repository', error: { stack: '    at save (file.js:1:1)' } });
    new NestLogger(logger).error(new Error('ann@example.com'));
    new NestLogger(logger).error('QueryFailedError: duplicate key ann@example.com');
    expect(last()).toMatchObject({ msg: 'QueryFailedError' });
    expect(text()).not.toContain('ann@example.com');
  });
});
