import { json } from '../kit/json.js';
import { type RecordingsReport, total } from './report.js';

/** The JSON of `latsim replay`; docs/reference/replay.md describes its fields. */
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
    files: report.files.map(({ details, ...file }) => ({
      ...file,
      details,
      detailsLeftOut: file.mismatches - details.length,
    })),
  });
}
