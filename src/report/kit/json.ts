/**
 * A report as JSON text. Fields come in the order in which the report was put together; numbers
 * are written in full, so that equal runs give equal bytes.
 */
export function json(report: object): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
