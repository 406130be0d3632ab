import { describe, expect, it } from 'vitest';
import { ExitCode, OpsFailure } from '../failure.js';
import { answered, brokerOf } from './kafka.js';

const broker = brokerOf({ KAFKA_BROKERS: '127.0.0.1:1' }); // it connects only when it is used
const failureOf = (error: Error) => answered(broker, Promise.reject(error)).catch((failure: unknown) => failure);

describe('work at a broker', () => {
  it('that the driver gave up is worth another try, and says so', async () => {
    const timeout = Object.assign(new Error('Request CreateTopics timed out'), { name: 'KafkaJSRequestTimeoutError' });
    const failure = await failureOf(timeout);
    expect(failure).toBeInstanceOf(OpsFailure);
    expect(failure).toMatchObject({
      exitCode: ExitCode.unavailable,
      message: expect.stringContaining('(Request CreateTopics timed out): look whether it is well'),
    });
  });

  it('that failed otherwise is told as it is', async () => {
    const defect = new TypeError('x is not a function');
    expect(await failureOf(defect)).toBe(defect);
  });
});
