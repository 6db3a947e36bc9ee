import { SUMMARY_LEVEL } from '../../measure/level.js';
import { FEWEST_REPLICATIONS, tooFew } from '../../stats/interval.js';
import { levelText } from '../../text/figures.js';
import { list } from '../kit/words.js';
import { type CompareReport, ONE_OF } from './report.js';

/** What a reader must know beside the figures. */
export function remarksOn(report: CompareReport): string[] {
  const remarks = report.alike.map(
    (variants) => `${list(variants)} behave identically: same selections, same stored maps.`,
  );
  if (report.sameArrivals) {
    remarks.push(
      `All ${report.compared} saw the same requests and latencies (common random numbers); differences are paired.`,
    );
  } else {
    remarks.push(
      `The load is a closed loop: users, think times and random numbers are the same, but when requests arrive depends on the answers and so on the ${ONE_OF[report.compared]}.`,
    );
  }
  remarks.push(`Intervals and verdicts are at ${levelText(SUMMARY_LEVEL)}.`);
  if (report.runs.some(({ replications }) => tooFew(replications.length))) {
    remarks.push(
      `Too few replications for intervals, which take ${FEWEST_REPLICATIONS}: more, with --replications, would have them.`,
    );
  }
  return remarks;
}
