import { json } from '../kit/json.js';
import { liveFields } from './json.js';
import type { LiveReport } from './report.js';

/** What was measured beside what was predicted, as a picture. */
export function svgLive(report: LiveReport): string {
  return json(liveFields(report));
}
