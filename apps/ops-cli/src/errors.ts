import { Refusal } from '@rollcall/contracts';
import { ServiceUnavailable, SettingsError } from '@rollcall/service-kit';
import { ExitCode, OpsFailure } from './failure.js';
import { refusalSentence } from './output/refusal-sentences.js';
import { localSettingsFile } from './settings.js';

export interface FailureReport {
  readonly sentence: string;
  readonly exitCode: ExitCode;
}

const unavailable: Record<ServiceUnavailable['reason'], (service: string) => string> = {
  unreachable: (service) => `${service} cannot be reached: is it running, and does its URL say where?`,
  timeout: (service) => `${service} did not answer in time: look at its log and its database, then try again`,
  broken: (service) => `${service} closed the connection: it may be restarting, so try again in a moment`,
  busy: (service) => `too many questions to ${service} are open: try again in a moment`,
  'bad-answer': (service) => `${service} failed: look at its log, then try again`,
};

/** Describes a failure by one plain sentence that says what to do, and the exit code. */
export function reportOf(error: unknown): FailureReport {
  if (error instanceof OpsFailure) return { sentence: error.message, exitCode: error.exitCode };
  if (error instanceof Refusal)
    return { sentence: refusalSentence(error.code, error.facts), exitCode: ExitCode.refused };
  if (error instanceof ServiceUnavailable) return { sentence: sentenceOf(error), exitCode: ExitCode.unavailable };
  if (error instanceof SettingsError) {
    const where = `set it in the environment, or run this where the local stack has left ${localSettingsFile} (ROLLCALL_LOCAL names another directory)`;
    return { sentence: `${error.problems.join('; ')}: ${where}`, exitCode: ExitCode.usage };
  }
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { sentence: `ops-cli failed (${text}): please report it with the command line`, exitCode: ExitCode.defect };
}

function sentenceOf({ service, reason, status }: ServiceUnavailable): string {
  if (status === 401)
    return `${service} does not know this caller: OPS_CREDENTIAL (or INTERNAL_SECRET) must be as in its INTERNAL_CALLERS`;
  if (status === 403) return `${service} does not answer this question to ops-cli: is it of another version?`;
  if (status === 404) return `${service} does not know this question: is it of another version than ops-cli?`;
  return unavailable[reason](service);
}
