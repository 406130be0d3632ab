import type { Finding, SuiteName } from './suites.ts';

/** A check that must fail, because a rule of ours, or the RFC as we read it, says something else. */
export interface Deviation {
  readonly suite: SuiteName;
  /** Which checks: all of them must have this problem. */
  readonly check: RegExp;
  /** What the suite finds: the answer that the rule asks for. */
  readonly problem: RegExp;
  /** The rule (docs/rules.md), or the section of the RFC; or that the suite fails by itself. */
  readonly because: string;
  /** Whether it is left to chance that the check fails. */
  readonly mayPass?: boolean;
}

export interface Judgement {
  /** Problems that no deviation explains. */
  readonly unexplained: readonly Finding[];
  /** Deviations that nothing showed: the check passes now, or is gone. */
  readonly stale: readonly Deviation[];
}

export function judge(findings: readonly Finding[], deviations: readonly Deviation[]): Judgement {
  const explains = (deviation: Deviation, { suite, check, problem }: Finding) =>
    deviation.suite === suite && deviation.check.test(check) && deviation.problem.test(problem);
  return {
    unexplained: findings.filter((finding) => !deviations.some((deviation) => explains(deviation, finding))),
    stale: deviations.filter((each) => !each.mayPass && !findings.some((finding) => explains(each, finding))),
  };
}
