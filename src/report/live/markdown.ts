import { json } from '../kit/json.js';
import { liveFields } from './json.js';
import type { LiveReport } from './report.js';

/** The proof section of a pull request. */
export function markdownLive(report: LiveReport): string {
  return json(liveFields(report));
}
