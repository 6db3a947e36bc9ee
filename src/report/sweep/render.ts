import type { Style } from '../kit/style.js';
import { csvSweep } from './csv.js';
import { jsonLinesSweep, jsonSweep } from './json.js';
import { markdownSweep } from './markdown.js';
import type { SweepReport } from './report.js';
import { svgSweep } from './svg.js';
import { textSweep } from './text.js';

/** The forms of a sweep's report, the usual one first. */
export const SWEEP_FORMS = ['text', 'markdown', 'svg', 'html', 'csv', 'json', 'jsonl'] as const;
/** Pages take files that others read: see `page/sweep.ts`. */
export type SweepForm = Exclude<(typeof SWEEP_FORMS)[number], 'html'>;

/** A sweep in one of its forms. */
export function renderedSweep(
  form: SweepForm,
  report: SweepReport,
  style: Style,
  verbose: boolean,
): string {
  switch (form) {
    case 'text':
      return textSweep(report, style, verbose);
    case 'markdown':
      return markdownSweep(report);
    case 'svg':
      return svgSweep(report);
    case 'csv':
      return csvSweep(report);
    case 'json':
      return jsonSweep(report);
    case 'jsonl':
      return jsonLinesSweep(report);
  }
}
