import { percent } from '../../text/figures.js';
import type { Style } from '../kit/style.js';
import type { LiveReport } from './report.js';

/** What a text has beside its answer. */
export interface LiveDetails {
  readonly verbose: boolean;
}

/** What was measured as text, 80 columns wide: whether it agrees, the shares, what was lost. */
export function textLive(report: LiveReport, _details: LiveDetails, _style: Style): string {
  return `${report.runs
    .flatMap(({ logger, measured }) =>
      measured.map(({ name, share }) => `${logger}  ${name}  ${percent(share)}`),
    )
    .join('\n')}\n`;
}
