import { figureText, intervalText, marginText } from '../../expectation/figures.js';
import { baselineCells, baselineTitles } from '../gate/baseline.js';
import { conclusion } from '../gate/conclusion.js';
import {
  decisionOver,
  type GateReport,
  type GateRun,
  type JudgedExpectation,
  runName,
  unevennessOf,
} from '../gate/report.js';
import { termsText } from '../gate/terms.js';
import { type Html, type HtmlPart, html } from '../kit/html.js';
import { clipName, list } from '../kit/words.js';
import type { Page, PageSection } from './document.js';
import { experimentPage, type ToldExperiment } from './experiment-page.js';
import { findingOfRun, findingSection } from './finding.js';
import { storySection } from './lost-update.js';
import { adviceBlocks, dataTable, paragraphs } from './parts.js';

/** Longer names are clipped. */
const NAME_WIDTH = 60;

const MARKS = {
  pass: 'pass',
  fail: html`<b class="bad">fail</b>`,
  inconclusive: 'undecided',
} as const;

/** An expectation, and the run that it was judged of. */
interface OpenExpectation {
  readonly run: GateRun;
  readonly one: JudgedExpectation;
}

/** The run that a gate's page is about: one that fails, else one that is open, else the first that was simulated. */
export function leadingRun({ runs }: GateReport): GateRun | undefined {
  const simulated = runs.filter(({ replications }) => replications > 0);
  const decided = (run: GateRun) => decisionOver(run.expectations.map(({ decision }) => decision));
  return (
    simulated.find((run) => decided(run) === 'fail') ??
    simulated.find((run) => decided(run) === 'inconclusive') ??
    simulated[0]
  );
}

/**
 * A gate as a page.
 * @param experiment the leading run, carried out with its first replications; undefined: it cannot be
 */
export function gatePage(report: GateReport, experiment?: ToldExperiment): Page {
  const open = report.runs.flatMap((run) =>
    run.expectations.filter(({ decision }) => decision !== 'pass').map((one) => ({ run, one })),
  );
  const title = report.runs.length > 0 ? conclusion(report) : 'The gate was interrupted.';
  const again = open[0]?.one ?? report.runs[0]?.expectations[0];
  const finding = {
    sentences: [title],
    brief: report.scenarios.slice(0, MOST_NAMES).map(({ name }) => name),
    beside: report.partial ? [`Interrupted: not finished: ${list(report.unfinished)}.`] : [],
    evidence: html`${open.length > 0 ? openTable(open.slice(0, MOST_FIRST)) : undefined}${experiment && runOf(experiment)}`,
    again:
      again === undefined
        ? { says: '' }
        : { says: `Rerun ${again.expectation}:`, command: again.replay },
  };
  const sections = [
    runsSection(report, open),
    ...open.slice(0, MOST_DETAILS).map(detailSection),
    ...baselineSections(report),
    judgedSection(report),
  ];
  if (experiment === undefined) {
    const story = open.find(({ one }) => one.story !== undefined)?.one.story;
    return {
      title,
      sections: [
        findingSection(finding),
        ...(story === undefined ? [] : [storySection(story)]),
        ...sections,
      ],
      footer: footerOf(report),
    };
  }
  const page = experimentPage(experiment, {
    title,
    finding,
    more: sections,
  });
  return { ...page, footer: footerOf(report) };
}

const MOST_NAMES = 6;
/** What is told in the first screen, and one by one below. */
const MOST_FIRST = 4;
const MOST_DETAILS = 12;

function footerOf({ tool, scenarios }: GateReport): string[] {
  const named = scenarios.slice(0, MOST_NAMES).map(({ name, hash }) => `${name} ${hash}`);
  const more = scenarios.length - named.length;
  return [
    `${tool.name} ${tool.version}`,
    ...named,
    ...(more > 0 ? [`${more} more scenarios`] : []),
  ];
}

/** Where the requests went in the run that is told of. */
function runOf({ runs: [{ report }], heading, again }: ToldExperiment): Html {
  const { sentences, beside, evidence } = findingOfRun(report, heading, again);
  const name = `${clipName(report.scenario.name, NAME_WIDTH)} with ${clipName(report.logger, NAME_WIDTH)}`;
  return html`${paragraphs([`${name}: ${sentences.join(' ')}`], 'lead')}${paragraphs(beside, 'beside')}${evidence}`;
}

/** What was judged, run by run; and all that does not hold, where that is more than the first screen has. */
function runsSection({ runs }: GateReport, open: readonly OpenExpectation[]): PageSection {
  const all = open.length > MOST_FIRST ? openTable(open) : undefined;
  return { id: 'runs', title: 'What was judged', body: html`${runsTable(runs)}${all}` };
}

function runsTable(runs: readonly GateRun[]): Html {
  return dataTable(
    'By scenario and logger',
    [
      { title: 'scenario' },
      { title: 'logger' },
      { title: '' },
      { title: 'expectations that hold', align: 'right' },
    ],
    runs.map(({ scenario, logger, expectations }): HtmlPart[] => {
      const holds = expectations.filter(({ decision }) => decision === 'pass').length;
      return [
        clipName(scenario, NAME_WIDTH),
        clipName(logger, NAME_WIDTH),
        MARKS[decisionOver(expectations.map(({ decision }) => decision))],
        `${holds} of ${expectations.length}`,
      ];
    }),
  );
}

function openTable(open: readonly OpenExpectation[]): Html {
  return dataTable(
    'What does not hold, or is undecided',
    [
      { title: 'expectation' },
      { title: 'run' },
      { title: '' },
      { title: 'estimate', align: 'right' },
      { title: 'threshold', align: 'right' },
      { title: 'margin', align: 'right' },
      { title: 'replications', align: 'right' },
    ],
    open.map(({ run, one }): HtmlPart[] => [
      html`<code>${one.expectation}</code>`,
      clipName(runName(run), NAME_WIDTH),
      MARKS[one.decision],
      `${figureText(one, one.estimate)}${intervalText(one)}`,
      figureText(one, one.threshold),
      marginText(one),
      String(one.replications),
    ]),
  );
}

/** What there is to say of one that does not pass. */
function detailSection({ run, one }: OpenExpectation, i: number): PageSection {
  const { expectation, meaning, replay, note } = one;
  return {
    id: `expectation-${i + 1}`,
    title: `${clipName(runName(run), NAME_WIDTH)}: ${expectation}`,
    body: html`${paragraphs([meaning])}${adviceBlocks([
      { says: 'Rerun:', command: replay },
      ...(note === undefined ? [] : [{ says: note.text, command: note.command }]),
    ])}`,
  };
}

function baselineSections({ baseline, terms }: GateReport): PageSection[] {
  if (baseline === null) return [];
  const titles = ['scenario', 'logger', ...baselineTitles(terms.confidence)];
  const rows = baseline.runs.flatMap(({ scenario, logger, figures }) =>
    figures.map((change) => [scenario, logger, ...baselineCells(change)]),
  );
  const columns = titles.map((title, i) => ({
    title,
    align: i < 3 ? ('left' as const) : ('right' as const),
  }));
  return [
    {
      id: 'baseline',
      title: 'Against the baseline',
      body: html`${paragraphs(baseline.notes)}${dataTable('Against the baseline', columns, rows)}`,
    },
  ];
}

function judgedSection(report: GateReport): PageSection {
  const uneven = report.runs.flatMap((run) =>
    unevennessOf(run).map((text) => `${runName(run)}: ${text}`),
  );
  return {
    id: 'judged',
    title: 'How it was judged',
    body: paragraphs([...termsText(report), ...uneven], 'small'),
  };
}
