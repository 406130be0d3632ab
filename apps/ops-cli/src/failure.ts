/** The exit codes of the process; scripts may rely on them. */
export const ExitCode = {
  done: 0,
  /** A rule refused the command, or what it names does not exist. Nothing has changed. */
  refused: 1,
  /** The command line or the settings are wrong. Nothing was sent. */
  usage: 2,
  /** A service or the broker could not be reached, or is too busy. Nothing has changed. */
  unavailable: 3,
  /** The command had its whole effect or none. */
  unknown: 4,
  /** A defect of ops-cli. */
  defect: 70,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** A failure as one plain sentence for the operator that says what to do. */
export class OpsFailure extends Error {
  constructor(
    message: string,
    readonly exitCode: ExitCode = ExitCode.refused,
  ) {
    super(message);
  }
}

/** @throws OpsFailure where the operator has interrupted the command: what was read until then is not all of it */
export function throwIfInterrupted(signal: AbortSignal): void {
  if (signal.aborted) throw new OpsFailure('interrupted: not everything was read.');
}
