import { html } from '../kit/html.js';
import { needsExploration } from '../run/expectations.js';
import { figures } from '../run/figures.js';
import { foundText, otherVerdicts } from '../run/judged.js';
import type { RunReport } from '../run/report.js';
import type { PageSection } from './document.js';
import { dataTable, labelledList, paragraphs } from './parts.js';

const DECISIONS = { pass: 'holds', fail: 'does not hold', inconclusive: 'undecided' } as const;

/** The figures of a run that are not in its first screen, and what was expected of it. */
export function figuresSection(report: RunReport): PageSection {
  const { expectations, partial } = report;
  const rows = expectations.map((one) => [
    html`<code>${one.expectation}</code>`,
    needsExploration(one) ? 'not explored' : DECISIONS[one.decision],
    foundText(one, partial),
  ]);
  const columns = [{ title: 'expected' }, { title: '' }, { title: 'found' }];
  return {
    id: 'figures',
    title: 'Figures',
    body: html`${labelledList(figures({ ...report, expectations: [] }))}${rows.length === 0 ? undefined : dataTable('What the scenario expects', columns, rows)}${paragraphs(otherVerdicts(report), 'small')}`,
  };
}
