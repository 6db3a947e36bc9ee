import { KINDS } from '../../scenario/kinds.js';
import type { RunReport } from './report.js';

type Tested = Pick<RunReport, 'strategy' | 'logger'>;

/** Whether a run's strategy goes by the latencies that its logger records; one of the user's own may. */
export function goesByLatencies({ strategy }: Pick<Tested, 'strategy'>): boolean {
  return KINDS.strategies.find(({ name }) => name === strategy)?.readsLatencies ?? true;
}

/** What a run tries beside its scenario: the logger, where the strategy goes by what it records. */
export function testedIn(run: Tested): string {
  return goesByLatencies(run) ? run.logger : run.strategy;
}
