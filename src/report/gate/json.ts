import { json } from '../json.js';
import type { GateReport } from './gate-report.js';

/** A gate's report as JSON. */
export function jsonGate(report: GateReport): string {
  return json(report);
}
