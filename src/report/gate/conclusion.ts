import { count, levelText } from '../../text/figures.js';
import { type GateReport, tallyText, undecidedText } from './report.js';

export function conclusion(report: GateReport): string {
  const { terms, decision } = report;
  const sure =
    terms.family > 0 ? `, all together at ${levelText(terms.confidence)} confidence` : '';
  switch (decision) {
    case 'pass': {
      const number = report.runs.reduce((sum, { expectations }) => sum + expectations.length, 0);
      const all =
        number === 1 ? 'the one expectation holds' : `all ${count(number)} expectations hold`;
      return `The gate passes: ${all}${sure}.`;
    }
    case 'fail':
      return `The gate fails: ${tallyText(report)}.`;
    case 'inconclusive':
      return report.partial
        ? `The gate was interrupted: ${tallyText(report)}.`
        : `The gate is undecided: ${undecidedText(report)}.`;
  }
}
