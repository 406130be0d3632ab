/** What the process ends with; scripts may rely on it. */
export const ExitCode = {
  done: 0,
  /** A rule said no, or what was named does not exist. Nothing has changed. */
  refused: 1,
  /** The command line or the settings are wrong. Nothing was asked. */
  usage: 2,
  /** A service or the broker could not be reached, or is too busy. Nothing has changed. */
  unavailable: 3,
  /** Everything or nothing has happened. */
  unknown: 4,
  /** A defect of ops-cli. */
  defect: 70,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** One plain sentence for the operator, with what to do. */
export class OpsFailure extends Error {
  constructor(
    message: string,
    readonly exitCode: ExitCode = ExitCode.refused,
  ) {
    super(message);
  }
}
