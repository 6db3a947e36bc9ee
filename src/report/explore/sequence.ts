import type { ExploreFound } from '../../studies/explore/explore.js';
import type { ReplayReport, ViolationReport } from '../../studies/explore/found.js';
import type { Story, ToldStep } from '../../worlds/explore/story.js';
import type { Tool } from '../kit/json.js';
import { footerOf } from '../kit/source.js';
import { capital, list } from '../kit/words.js';
import {
  type Participant,
  participantsOf,
  type Sequence,
  type SequenceStep,
  type StoredLine,
} from '../sequence/sequence.js';
import { spelled } from './numbers.js';
import { KIND_VERBS, named, programPhrase } from './program.js';

export const SAMPLE_VALUES: Readonly<Record<Story['samples'], string>> = {
  named: '',
  equal: 'all samples are of 1 s',
  distinct: 'samples are of 1, 2, 3, ... s',
  powers: 'samples are of 1, 2, 4, 8, ... s',
};

/**
 * What is drawn of an exploration: its violation, of the matrix the first, be it across processes, or the
 * schedule that was given. Null: there is nothing to draw.
 */
export function sequenceOfFound(found: NonNullable<ExploreFound>, tool: Tool): Sequence | null {
  if (found.kind === 'replayed') return sequenceOfReplay(found.report, tool);
  const violation = violationIn(found);
  return violation === null ? null : sequenceOfViolation(violation, tool);
}

/** The violation that is shown: of the matrix the first, be it across processes. Null: there is none. */
export function violationIn(found: NonNullable<ExploreFound>): ViolationReport | null {
  if (found.kind === 'replayed') return found.report.violation;
  const programs = found.kind === 'matrix' ? found.report.programs : [found.report];
  return programs.find((one) => one.violation !== null)?.violation ?? null;
}

/** The story of a violation. */
export function sequenceOfViolation(violation: ViolationReport, tool: Tool): Sequence {
  return sequenceOf(violation, violationTitle(violation), missingIn(violation), tool);
}

/** The story of a schedule that was given, whatever it shows. */
export function sequenceOfReplay(report: ReplayReport, tool: Tool): Sequence {
  if (report.violation !== null) return sequenceOfViolation(report.violation, tool);
  const { program } = report;
  const title = `No violation of ${named(program)} in this order of ${programPhrase(program)}`;
  return sequenceOf(report, title, [], tool);
}

/** The violation that there is, as a sentence without its full stop. */
export function violationTitle(violation: ViolationReport): string {
  const { kind, fault, program, story } = violation;
  const where = program.processes === 1 ? '' : `, across ${spelled(program.processes)} processes`;
  const who = overwriters(violation);
  const what = who === '' ? fault : `${who}, and ${fault}`;
  const round = story.cycleFrom === null ? '' : ` from step ${story.cycleFrom} on`;
  return `${named(program)} ${KIND_VERBS[kind]}${round}: ${what}${where}`;
}

/** Whose writes the lost samples are missing after; empty where there are too many for a sentence. */
function overwriters(violation: ViolationReport): string {
  const lost = missingIn(violation);
  if (lost.length > 2) return '';
  return lost.map(({ who, sample }) => `${who} overwrites sample ${sample}`).join(', ');
}

/** A sample that is overwritten for good, and who does it. */
interface Missing {
  readonly who: string;
  readonly sample: string;
}

function missingIn({ kind, program, story }: ViolationReport): Missing[] {
  // From a full list samples make way, which is no loss.
  if (kind !== 'lost-update' || program.listSize !== null) return [];
  return story.steps.flatMap((step) =>
    missingAfter(story, step).map((sample) => ({ who: step.who, sample })),
  );
}

/** The samples that a step overwrites and that are stored nowhere in the end. */
function missingAfter({ steps }: Story, { step, gone }: ToldStep): string[] {
  const lost = gone.filter(({ how }) => how === 'overwritten').map(({ sample }) => sample);
  const later = steps.filter((one) => one.step > step).flatMap((one) => one.gone);
  return [...new Set(lost)].filter(
    (sample) => !later.some((one) => one.sample === sample) && !isStored(steps.at(-1), sample),
  );
}

/** Whether a sample is in what is stored after a step, by its name. */
function isStored(step: ToldStep | undefined, sample: string): boolean {
  return step?.stored.some((line) => line.split(/[\s|;]+/).includes(sample)) === true;
}

type Told = Pick<ViolationReport, 'story' | 'program' | 'schedule'>;

function sequenceOf(
  { story, program, schedule }: Told,
  title: string,
  missing: readonly Missing[],
  tool: Tool,
): Sequence {
  const participants = participantsIn(story);
  const values = SAMPLE_VALUES[story.samples];
  const { logger, profile } = program;
  return {
    title,
    subtitle: `${capital([programPhrase(program), ...(values === '' ? [] : [values])].join('; '))}.`,
    unit: '',
    storedTitle: 'stored afterwards',
    participants,
    steps: story.steps.map((step, i) => stepOf(story, step, story.steps[i - 1], participants)),
    consequence: consequenceOf(story, missing),
    footer: footerOf({ tool, profile, runs: `${logger} · schedule ${schedule}` }),
  };
}

/** Tasks and whoever else acts; then memories and the store. */
function participantsIn({ participants, processes, steps }: Story): Participant[] {
  const copies = new Set(steps.flatMap(({ did }) => did.flatMap(({ at }) => at ?? [])));
  for (const one of participants) if (/^(store|memory \d+)$/.test(one)) copies.add(one);
  const about = (label: string) => {
    const process = processes[label];
    return { label, about: process === undefined ? '' : `process ${process}` };
  };
  return participantsOf(
    participants.filter((one) => !copies.has(one)).map(about),
    participants.filter((one) => copies.has(one)).map(about),
  );
}

function stepOf(
  story: Story,
  step: ToldStep,
  before: ToldStep | undefined,
  participants: readonly Participant[],
): SequenceStep {
  const positionOf = (label: string) => participants.findIndex((one) => one.label === label);
  return {
    time: String(step.step),
    who: positionOf(step.who),
    acts: step.did.map(({ at, what, answer }) => ({
      text: what,
      at: at === null ? null : positionOf(at),
      answer,
    })),
    remarks: step.remarks,
    stored: storedLines(step, before),
    fatal: step.step === story.wrongAt,
    ...(step.step === story.cycleFrom && { before: 'from here round for ever' }),
  };
}

function storedLines({ stored, gone }: ToldStep, before: ToldStep | undefined): StoredLine[] {
  const known = new Set(before?.stored);
  return [
    ...stored.map((text): StoredLine => ({ text, mark: known.has(text) ? 'kept' : 'new' })),
    ...gone.map(({ where, how }): StoredLine => ({ text: where, mark: how })),
  ];
}

/** How it ends, and what is missing then. */
function consequenceOf({ ending }: Story, missing: readonly Missing[]): string[] {
  const sentences = ending.map((line) => `${capital(line)}.`);
  const samples = [...new Set(missing.map(({ sample }) => sample))];
  if (samples.length === 0) return sentences;
  const are = samples.length === 1 ? 'is' : 'are';
  return [
    ...sentences,
    `Sample${samples.length === 1 ? '' : 's'} ${list(samples)} ${are} missing.`,
  ];
}
