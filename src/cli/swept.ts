import { writtenPage } from '../files/page-code.js';
import type { Style } from '../report/kit/style.js';
import { sweepPage } from '../report/page/sweep.js';
import { renderedSweep, type SWEEP_FORMS } from '../report/sweep/render.js';
import type { SweepReport } from '../report/sweep/report.js';

/** A sweep in one of its forms, pages included. */
export function swept(
  form: (typeof SWEEP_FORMS)[number],
  report: SweepReport,
  style: Style,
  verbose: boolean,
): string {
  return form === 'html'
    ? writtenPage(sweepPage(report))
    : renderedSweep(form, report, style, verbose);
}
