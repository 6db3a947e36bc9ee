import { json as jsonText } from '../kit/json.js';
import type { GateReport } from './report.js';
import type { Reporter } from './reporter.js';

export const json: Reporter = {
  name: 'json',
  says: 'all fields, for programs',
  report: jsonGate,
};

/** A gate's report as JSON. */
export function jsonGate(report: GateReport): string {
  return jsonText(report);
}
