import { json } from '../kit/json.js';
import type { GateReport } from './report.js';

/** A gate's report as JSON. */
export function jsonGate(report: GateReport): string {
  return json(report);
}
