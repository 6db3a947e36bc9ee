import type { Advice } from '../../text/advice.js';
import { count, percent, replicationsText } from '../../text/figures.js';
import { type Html, html } from '../kit/html.js';
import { clip, clipName } from '../kit/words.js';
import { answerSentences, interruption, nothingToJudge } from '../run/answer.js';
import type { Heading } from '../run/heading.js';
import { reasonsOf } from '../run/reasons.js';
import type { RunReport } from '../run/report.js';
import { unevenness } from '../run/unevenness.js';
import { warningsOf } from '../run/warnings.js';
import type { PageSection } from './document.js';
import { commandBlock, paragraphs } from './parts.js';
import { splitTable } from './split.js';

/** Longer names, and titles, are clipped. */
const NAME_WIDTH = 60;
const TITLE_WIDTH = 240;

/** What the first screen of a page has: what was found, on what it rests, and how to see it again. */
export interface PageFinding {
  /** The first is the heading. */
  readonly sentences: readonly string[];
  /** What was run, in a few words each. */
  readonly brief: readonly string[];
  readonly title?: string | undefined;
  /** What has to be known with the sentences. */
  readonly beside: readonly string[];
  /** What the sentences rest on. */
  readonly evidence: Html;
  /** The command that repeats it, and what is said of it: by default, that it does. */
  readonly again: Advice | string;
}

/** The first section of a page. */
export function findingSection(finding: PageFinding): PageSection {
  const { sentences, brief, title, beside, evidence, again } = finding;
  const [first = '', ...rest] = sentences;
  return {
    id: 'finding',
    body: html`<p class="about">${brief.map((part, i) => html`${i === 0 ? '' : ' · '}${clipName(part, NAME_WIDTH)}`)}</p>
<h1>${first}</h1>
${paragraphs(rest, 'lead')}${paragraphs(beside, 'beside')}${evidence}${againBlock(again)}${title === undefined ? undefined : html`<p class="title">${clip(title, TITLE_WIDTH)}</p>\n`}`,
  };
}

function againBlock(again: PageFinding['again']): Html {
  const { says, command } =
    typeof again === 'string' ? { says: 'To repeat it:', command: again } : again;
  return html`<p class="label">${says}</p>\n${command === undefined ? undefined : commandBlock(command)}`;
}

/** What a run came to. */
export function findingOfRun(report: RunReport, heading: Heading, again: string): PageFinding {
  const isJudged = nothingToJudge(report) === undefined;
  return {
    sentences: answerSentences(report),
    brief: [report.scenario.name, report.logger, ...heading.brief],
    title: heading.title,
    beside: [
      ...(report.partial ? [interruption(report)] : []),
      ...warningsOf(report.assumes),
      ...(isJudged ? unevenness(report, false) : []),
    ],
    evidence: isJudged ? splitAndCauses([report]) : html``,
    again,
  };
}

/** Where the requests of some runs went, and why those of the first went to slower groups. */
export function splitAndCauses(runs: readonly [RunReport, ...RunReport[]]): Html {
  return html`<div class="evidence">\n<div class="shares">
${splitTable(runs)}</div>
${causes(runs[0], runs.length > 1)}</div>\n`;
}

/** More causes than these are told below the others. */
const MOST_CAUSES = 4;

/**
 * Why slower groups were chosen, the most frequent cause first; nothing where no choice has a cause.
 * @param named whether to say in which run, as there are others beside it
 */
function causes(report: RunReport, named: boolean): Html | undefined {
  const reasons = [...reasonsOf(report)].sort((a, b) => b.choices - a.choices);
  const total = reasons.reduce((sum, { choices }) => sum + choices, 0);
  if (total === 0) return undefined;
  const items = reasons
    .slice(0, MOST_CAUSES)
    .map(({ says, choices }) => html`<li><b>${percent(choices / total)}</b> ${says}</li>\n`);
  const others = reasons.slice(MOST_CAUSES);
  const rest = others.reduce((sum, { choices }) => sum + choices, 0);
  const last =
    others.length === 0
      ? undefined
      : html`<li><b>${percent(rest / total)}</b> ${others.map(({ says }) => says).join('; ')}</li>\n`;
  return html`<div class="causes">
<h2>Why slower groups were chosen${named ? ` with ${clipName(report.logger, NAME_WIDTH)}` : undefined}</h2>
<p class="small">${count(total)} choices in ${replicationsText(report.replications.length)}</p>
<ul>
${items}${last}</ul>
</div>
`;
}
