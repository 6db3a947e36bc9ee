import { html } from '../kit/html.js';
import { knownDrawing } from '../known/drawing.js';
import type { KnownPanel } from '../known/panel.js';
import { knownPicture } from '../known/svg.js';
import { answerSentences } from '../run/answer.js';
import type { RunReport } from '../run/report.js';
import type { Page, PageSection } from './document.js';
import { type EmbeddedRun, experimentData } from './experiment-data.js';
import { splitAndCauses } from './finding.js';
import { LESSON, type LessonControl, type LessonData, pictureId } from './lesson-data.js';
import { commandBlock, figure, paragraphs } from './parts.js';
import { wordsSection } from './words.js';

/** A step of the lesson, as the command line has run it. */
export interface LessonStep {
  readonly run: EmbeddedRun;
  readonly known: KnownPanel;
  readonly control: LessonControl;
  /** The command that repeats it, and about how many events it has. */
  readonly again: string;
  readonly events: number;
}

/** A page that teaches: what a router of latencies learns, and five steps to why it does not. */
export function lessonPage(steps: readonly [LessonStep, ...LessonStep[]]): Page {
  const [{ run }] = steps;
  const { name, version } = run.report.tool;
  const title = 'Why a router that goes by latency sends traffic to slow deployments';
  return {
    title,
    sections: [introduction(title, steps), ...steps.map(stepSection), wordsSection],
    engine: 'one strategy',
    footer: [`${name} ${version}`, `seed ${run.report.seed}`],
  };
}

function introduction(title: string, steps: readonly LessonStep[]): PageSection {
  const links = steps.map((step) => html`<li><a href="#${idOf(step)}">${titleOf(step)}</a></li>\n`);
  return {
    id: LESSON,
    body: html`<h1>${title}</h1>
${paragraphs(
  [
    'Five steps, each with a small fleet, a picture and one thing to change. Every figure is simulated: what you change runs here, in this page, on the same random numbers.',
  ],
  'lead',
)}<ol>
${links}</ol>
`,
  };
}

function stepSection(step: LessonStep, i: number): PageSection {
  const { run, known, control, again, events } = step;
  const { report } = run;
  const { shows = '' } = run.input.scenario;
  const id = idOf(step);
  const picture = knownPicture([known]);
  const data: LessonData = { experiment: experimentData([run], again, events), control };
  return {
    id,
    title: `${i + 1}. ${titleOf(step)}`,
    body: html`${paragraphs([shows])}<p class="lead" role="status">${answerOf(report)}</p>
${picture && figure(knownDrawing(picture, pictureId(id)), `What the router knows over time in step ${i + 1}`)}${paragraphs(picture === undefined ? [] : [picture.legend], 'small')}${splitAndCauses([report])}<p class="small facts-of-trial"></p>
${commandBlock(again)}`,
    data,
  };
}

/** What a step came to. */
function answerOf(report: RunReport): string {
  return answerSentences(report).join(' ');
}

function idOf({ run }: LessonStep): string {
  return run.report.scenario.name;
}

function titleOf({ run }: LessonStep): string {
  return run.input.scenario.title ?? run.report.scenario.name;
}
