import { isOfRecorded, isOfStated } from '../scenario/follows.js';
import { parseScenario } from '../scenario/parse.js';
import type { ModelGroupLog } from './collect.js';
import type { ProxyConfig } from './config.js';
import { type Draft, type DraftOptions, draftOf, versionText } from './draft.js';
import { fileName } from './file-names.js';
import type { ModelGroupPlan } from './groups.js';
import type { UnknownKind } from './recorded.js';
import { kindText, writeScenario } from './write-scenario.js';

/** A scenario that was imported, and the files that it consists of. */
export interface Imported {
  readonly draft: Draft;
  /** Of what is assumed: the release, where nothing says it, and what is recorded. It decides most. */
  readonly decisive: readonly string[];
  readonly scenario: OutputFile;
  /** The recorded times of arrival, one per line. */
  readonly arrivals: OutputFile | null;
}

export interface OutputFile {
  /** Without a folder. */
  readonly name: string;
  /** Its text, in pieces. */
  readonly text: Iterable<string>;
}

export interface ImportOptions extends DraftOptions {
  /** Of each plan: what was assumed of its deployments. */
  readonly fleetNotes?: readonly (readonly string[])[];
  /** What the scenarios are made from, as they say it themselves. */
  readonly from: string;
  /** The lines by which an editor finds the schema. */
  readonly editor: string;
  /** Name of the only scenario's file, where the user has chosen it. */
  readonly fileName?: string | undefined;
}

/** Names of the files of one model group, without a folder. */
export interface OutputNames {
  readonly scenario: string;
  /** Where recorded times are to be replayed. */
  readonly arrivals: string;
}

/**
 * What the files are called, which the configuration alone decides.
 * @param chosen name of the only scenario's file, where the user has chosen it
 */
export function outputNames(plans: readonly ModelGroupPlan[], chosen?: string): OutputNames[] {
  const taken = new Set<string>();
  return plans.map(({ model }) => {
    const scenario = chosen ?? fileName(model.shown, taken);
    return { scenario, arrivals: `${scenario.replace(/\.ya?ml$/i, '')}.arrivals.txt` };
  });
}

/**
 * Makes a scenario of each model group.
 * @param logs what is known of each from a log; null without one
 * @throws Error where one is not valid, which is a fault of latsim
 */
export function importModels(
  config: ProxyConfig,
  plans: readonly ModelGroupPlan[],
  logs: readonly ModelGroupLog[] | null,
  options: ImportOptions,
): Imported[] {
  const names = outputNames(plans, options.fileName);
  return plans.map((plan, i) => {
    const { scenario: name, arrivals: arrivalsName } = names[i] as OutputNames;
    const draft = draftOf(config, plan, logs?.[i] ?? null, options, options.fleetNotes?.[i]);
    const { recorded_s } = draft;
    const arrivals =
      recorded_s === null ? null : { name: arrivalsName, text: arrivalLines(recorded_s) };
    const text = writeScenario(draft, options, arrivals?.name ?? null);
    const unknown = draft.samples?.recording.unknown ?? [];
    const result = parseScenario(text, { file: name, set: statedKinds(unknown, 'recorded') });
    if (!result.ok) {
      const [problem] = result.problems;
      throw new Error(
        `an imported scenario is not valid: line ${problem?.line}, ${problem?.message}`,
      );
    }
    // What was stated here only to read it is not said of it.
    const follows = result.follows.filter((note) => unknown.length === 0 || !isOfStated(note));
    const assumes = [...follows, ...result.scenario.assumes];
    const recorded = follows.filter(isOfRecorded);
    const guessed = options.version.stated ? [] : [versionText(options.version)];
    const decisive = [...guessed, ...recorded, ...(draft.samples?.recording.assumes ?? [])];
    return { draft: { ...draft, assumes }, decisive, scenario: { name, text: [text] }, arrivals };
  });
}

/** What `--set` states of groups of which it was not measured what is recorded. */
export function statedKinds(
  unknown: readonly UnknownKind[],
  as: 'recorded' | 'notRecorded',
): string[] {
  return unknown.map((one) => `fleet.groups[${one.group}].samples.kind=${kindText(one[as])}`);
}

function* arrivalLines(times_s: Float64Array): Generator<string> {
  yield '# Times of arrival in seconds, made by latsim import.\n';
  for (let i = 0; i < times_s.length; i += LINES_PER_PIECE) {
    const piece = Array.from(times_s.subarray(i, i + LINES_PER_PIECE), (time_s) =>
      time_s.toFixed(6),
    );
    yield `${piece.join('\n')}\n`;
  }
}

const LINES_PER_PIECE = 10_000;
