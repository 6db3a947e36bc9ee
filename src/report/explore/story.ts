import type { Story, StoryStep } from '../../worlds/explore/story.js';
import type { Style } from '../kit/style.js';
import { GAP, table } from '../kit/table.js';
import { capital, fold, paragraph, WIDTH } from '../kit/words.js';

/** What is done takes so much at most; what is then stored has the rest. */
const DONE_WIDTH = 36;

/** What is told: a violation's schedule, or one that was asked for. */
export interface Told {
  /** 'lost-update: 1 of 2 recorded samples is lost'. */
  readonly title: string;
  readonly story: Story;
}

/** A schedule as numbered steps, each beside what is then stored; the same bytes wherever it is told. */
export function textStory({ title, story }: Told, style: Style): string {
  const values = SAMPLE_VALUES[story.samples];
  return [
    style.strong(cell([values === '' ? title : `${title} (${values})`], WIDTH)),
    steps(story, style),
    ...story.ending.map((line) => paragraph(`${capital(line)}.`, 2)),
  ].join('\n');
}

export const SAMPLE_VALUES: Readonly<Record<Story['samples'], string>> = {
  named: '',
  equal: 'all samples are of 1 s',
  distinct: 'samples are of 1, 2, 3, ... s',
  powers: 'samples are of 1, 2, 4, 8, ... s',
};

function steps({ steps, cycleFrom, wrongAt }: Story, style: Style): string {
  const told = steps.map((step) => {
    const mark = step.step === cycleFrom ? ['(from here round for ever)'] : [];
    return cell([...mark, ...doneIn(step)], DONE_WIDTH);
  });
  const taken = [
    told.flatMap((text) => text.split('\n')),
    steps.map(({ who }) => who),
    steps.map(({ step }) => String(step)),
  ].map((texts) => Math.max(0, ...texts.map(({ length }) => length)));
  const room = WIDTH - taken.reduce((sum, width) => sum + width + GAP, GAP);
  let before: string | undefined;
  const rows = steps.map((step, i) => {
    const stored = cell(step.stored.length === 0 ? ['nothing'] : step.stored, room);
    // What takes several lines is told where it changes.
    const shown = stored === before && stored.includes('\n') ? 'the same' : stored;
    before = stored;
    const paint = step.step === wrongAt ? style.bad : (text: string) => text;
    return [String(step.step), step.who, told[i] as string, shown].map((text) =>
      text
        .split('\n')
        .map((line) => paint(line))
        .join('\n'),
    );
  });
  const columns = [
    { title: '', align: 'right' as const },
    { title: 'who' },
    { title: 'does' },
    { title: 'stored afterwards' },
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

function cell(texts: readonly string[], width: number): string {
  return texts.flatMap((text) => fold(text, width)).join('\n');
}
