import { harmlessJson } from '../../text/harmless.js';

/** Version of the fields that `run`, `compare` and `diagnose` give as JSON; a change of meaning raises it. */
export const SCHEMA_VERSION = 1;

/** What has made a report. */
export interface Tool {
  readonly name: 'latsim';
  readonly version: string;
}

/**
 * A report as JSON text. Fields come in the order in which the report was put together; numbers
 * are written in full, so that equal runs give equal bytes.
 */
export function json(report: object): string {
  return `${harmlessJson(JSON.stringify(report, null, 2))}\n`;
}
