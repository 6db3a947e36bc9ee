import type { Exploration } from '../../expectation/kinds/kind.js';
import type { ReplicationResult } from '../../measure/result.js';
import type { ViolationReport } from '../explore/found.js';
import type { WorkUnit } from './plan.js';

/** What an exploration says about an expectation. Plain data: a shard carries it. */
export interface ExploredExpectation extends Exploration {
  /** The command that shows it. */
  readonly replay: string;
  /** The counterexample; null if there is none. */
  readonly violation: ViolationReport | null;
}

/** What was found out about a part of a run. Plain data: a shard carries it. */
export type Finding =
  | { readonly run: number; readonly counts: ReplicationResult }
  | { readonly run: number; readonly exploration: number; readonly explored: ExploredExpectation };

/** The findings of all runs. They may come in any order: they are kept by what they are about. */
export class Findings {
  private readonly findings = new Map<string, Finding>();

  /** @returns whether it was not known before */
  add(finding: Finding): boolean {
    const key = keyOf(
      'counts' in finding ? { run: finding.run, replication: finding.counts.replication } : finding,
    );
    if (this.findings.has(key)) return false;
    this.findings.set(key, finding);
    return true;
  }

  has(unit: WorkUnit): boolean {
    return this.findings.has(keyOf(unit));
  }

  /** The first so many replications of a run. All of them must be there. */
  replications(run: number, count: number): ReplicationResult[] {
    return Array.from({ length: count }, (_, replication) => {
      const finding = this.findings.get(keyOf({ run, replication }));
      return (finding as Extract<Finding, { counts: unknown }>).counts;
    });
  }

  /** The result of the exploration for an expectation. It must be there. */
  explored(run: number, exploration: number): ExploredExpectation {
    const finding = this.findings.get(keyOf({ run, exploration }));
    return (finding as Extract<Finding, { explored: unknown }>).explored;
  }
}

function keyOf(unit: WorkUnit | { readonly run: number; readonly exploration: number }): string {
  return 'replication' in unit
    ? `${unit.run} replication ${unit.replication}`
    : `${unit.run} exploration ${unit.exploration}`;
}
