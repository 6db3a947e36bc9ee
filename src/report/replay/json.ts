import { json } from '../kit/json.js';
import { type RecordingsReport, total } from './report.js';

/**
 * The JSON of `latsim replay`. Of `details`, `expected` is what was recorded and `actual` what latsim
 * says; of maps and averages they hold the deployments that differ, null where there is none.
 */
export function jsonReplay(
  tool: { readonly name: string; readonly version: string },
  report: RecordingsReport,
): string {
  return json({
    schemaVersion: 1,
    tool,
    ops: total(report, 'ops'),
    mismatches: total(report, 'mismatches'),
    partial: report.partial,
    files: report.files.map(({ details, checks: _, ...file }) => ({
      ...file,
      details,
      detailsLeftOut: file.mismatches - details.length,
    })),
  });
}
