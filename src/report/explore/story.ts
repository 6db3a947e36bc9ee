import type { ProgramReport } from '../../studies/explore/found.js';
import type { Story, StoryStep } from '../../worlds/explore/story.js';
import type { Style } from '../kit/style.js';
import { table } from '../kit/table.js';
import { paragraph, wrap } from '../kit/words.js';
import { sequenceOfStory } from '../sequence/sequence.js';
import { sequenceText } from '../sequence/text.js';
import { listsText, plural } from './numbers.js';

/** Columns of what is done, and of what is then stored. */
const DONE_WIDTH = 36;
const STORED_WIDTH = 25;

/** What is told: a violation's schedule, or one that was asked for. */
export interface Told {
  /** 'lost-update: 1 of 2 recorded samples is lost'. */
  readonly title: string;
  readonly program: ProgramReport;
  readonly schedule: string;
  readonly story: Story;
  readonly bad: boolean;
}

/** A schedule as numbered steps and as a diagram; the same bytes wherever it is told. */
export function textStory({ title, program, schedule, story, bad }: Told, style: Style): string {
  const values = SAMPLE_VALUES[story.samples];
  return [
    (bad ? style.bad : style.good)(paragraph(title)),
    paragraph(`${programText(program)}; ${values}. Schedule: ${schedule}`, 2),
    '',
    steps(story, style),
    '',
    ...story.ending.map((line) => paragraph(`In the end ${line}.`, 2)),
    ...(story.ending.length > 0 ? [''] : []),
    sequenceText(sequenceOfStory(story, title)),
  ].join('\n');
}

export const SAMPLE_VALUES: Readonly<Record<Story['samples'], string>> = {
  equal: 'all samples take 1 s',
  distinct: 'sample n takes n s',
  powers: 'samples take 1, 2, 4, 8, ... s',
};

/** '2 tasks in 1 process, store remote'. */
export function programText(program: ProgramReport): string {
  const { tasks, processes, store, samplesPerTask, deployments } = program;
  const parts = [
    `${program.logger}, ${plural(tasks, 'task')} in ${plural(processes, 'process')}, store ${store}`,
  ];
  if (deployments === 'distinct') parts.push('a deployment for each task');
  if (samplesPerTask > 1) parts.push(`${samplesPerTask} samples per task`);
  if (program.minutes) parts.push('different minutes');
  if (program.listSize !== null) parts.push(listsText(program.listSize));
  if (program.select) parts.push('and a concurrent select');
  return parts.join(', ');
}

function steps({ steps, cycleFrom }: Story, style: Style): string {
  let before: string | undefined;
  const rows = steps.map((step) => {
    const stored = step.stored.length === 0 ? 'nothing' : step.stored.join('\n');
    const shown = stored === before ? '' : stored;
    before = stored;
    const mark = step.step === cycleFrom ? `(from here round for ever)\n` : '';
    return [
      String(step.step),
      step.who,
      mark + lines(doneIn(step), DONE_WIDTH),
      lines(shown.split('\n'), STORED_WIDTH),
    ];
  });
  const columns = [
    { title: '', align: 'right' as const },
    { title: 'who' },
    { title: 'does' },
    { title: 'stored then' },
  ];
  return table(columns, rows, style.faint);
}

function doneIn({ did, remarks }: StoryStep): string[] {
  return [
    ...did.map(({ at, what, answer }) => {
      const where = at === null || at === 'store' ? '' : ` in ${at}`;
      return answer === null ? what + where : `${what}${where}: ${answer}`;
    }),
    ...remarks,
  ];
}

function lines(texts: readonly string[], width: number): string {
  return texts.flatMap((text) => wrap(text, width)).join('\n');
}
