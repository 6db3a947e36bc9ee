import type { Control } from '../report/page/controls.js';
import type { EmbeddedResult, ExperimentData } from '../report/page/experiment-data.js';
import { carriedOf } from '../report/page/own-part.js';
import type { SettingsData } from '../report/page/settings.js';
import type { FieldValue } from '../scenario/changed.js';
import type { RunAsked, RunSeen } from './engine.js';
import type { EngineInPage } from './engine-in-page.js';

/** A logger under the settings of a trial. */
export interface TriedLogger {
  readonly logger: string;
  /** Undefined: nothing yet. */
  readonly seen?: RunSeen;
  /** Whether all replications are finished. */
  readonly done?: boolean;
  /** Why it cannot be finished: a sentence. */
  readonly failed?: string;
}

/**
 * What a reader tries: other settings, with a logger and one beside it, on the same random numbers. Each
 * change begins anew, and what was asked before is not waited for.
 */
export class SettingsTrial {
  /** By control, the step at which it is. */
  private at: readonly number[];
  private pair: readonly [chosen: TriedLogger, beside: TriedLogger];
  private readonly listeners: (() => void)[] = [];
  private cancel: (() => void)[] = [];

  constructor(
    private readonly experiment: ExperimentData,
    private readonly settings: SettingsData,
    private readonly engine: EngineInPage,
  ) {
    const { loggers, beside } = settings;
    const [first] = experiment.results;
    const offered = loggers.find(({ name }) => name === first?.logger) ?? loggers[0];
    const chosen = offered?.name ?? '';
    this.at = this.stated;
    this.pair = [{ logger: chosen }, { logger: beside }];
  }

  get controls(): readonly Control[] {
    return this.settings.controls;
  }

  get loggers(): SettingsData['loggers'] {
    return this.settings.loggers;
  }

  /** The logger that was chosen, and what is beside it. */
  get tried(): readonly [chosen: TriedLogger, beside: TriedLogger] {
    return this.pair;
  }

  /** Numbers of the replications. */
  get replications(): readonly number[] {
    const [first] = this.experiment.results;
    return first?.replications.map(({ replication }) => replication) ?? [];
  }

  /** The shares that the page came with, of a logger; undefined: it was run with other settings, or not at all. */
  statedGroups(logger: string): EmbeddedResult['groups'] | undefined {
    if (!this.isAsStated) return undefined;
    return this.resultOf(logger)?.groups;
  }

  private resultOf(logger: string): EmbeddedResult | undefined {
    return this.experiment.results.find((one) => one.logger === logger);
  }

  /** Whether the settings are those of the scenario. */
  private get isAsStated(): boolean {
    return this.at.every((step, i) => step === this.stated[i]);
  }

  /** Whether its reader has tried anything. */
  isBegun = false;

  /** The command that prints what is known of the logger that was chosen. */
  get command(): string {
    const [{ logger, seen }] = this.pair;
    const base = this.loggers.find(({ name }) => name === logger)?.command ?? '';
    const options = this.changedSteps.map(
      ({ option: [before, after], shown }) => before + shown + after,
    );
    const { replication } = this.experiment;
    const finished =
      (this.isBegun ? seen?.summary.replications.length : undefined) ?? this.replications.length;
    const count = replication === null ? [`--replications ${finished}`] : [];
    return [base, ...options, ...count].join(' ');
  }

  /** The step of a control, by their positions. */
  stepAt(control: number): number {
    return this.at[control] as number;
  }

  moveTo(control: number, step: number): void {
    this.at = this.at.map((before, i) => (i === control ? step : before));
    this.begin();
  }

  /** Takes other loggers. */
  choose(chosen: string, beside: string): void {
    this.pair = [{ logger: chosen }, { logger: beside }];
    this.begin();
  }

  /** All as the scenario has it. */
  reset(): void {
    this.at = this.stated;
    this.begin();
  }

  /** Tells of every change, and of all that is found. */
  watch(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Runs both loggers, all replications; what was asked before is not waited for. */
  begin(): void {
    this.isBegun = true;
    for (const end of this.cancel) end();
    const { pair } = this;
    this.pair = [{ logger: pair[0].logger }, { logger: pair[1].logger }];
    this.tell();
    this.ask(this.replications);
  }

  private ask(replications: readonly number[]): void {
    const fields: FieldValue[] = this.changedSteps.map(({ path, value }) => ({ path, value }));
    this.cancel = this.pair.map(({ logger }, i) =>
      this.engine.run(
        askedOf(this.experiment, replications, [...named(logger), ...fields]),
        {
          seen: (seen) => this.found(i, { seen }),
          done: () => this.found(i, { done: replications.length === this.replications.length }),
          failed: (failed) => this.found(i, { failed }),
        },
        carriedOf(this.resultOf(logger)?.own ?? []),
      ),
    );
  }

  /** Looks at the first replication with both loggers, as all is in the scenario; not in place of one that is not carried. */
  look(): void {
    if (this.experiment.results[0]?.logger !== this.pair[0].logger) return;
    this.ask(this.replications.slice(0, 1));
  }

  private get stated(): readonly number[] {
    return this.settings.controls.map(({ at }) => at);
  }

  private get changedSteps() {
    return this.controls.flatMap(({ path, option, steps }, i) => {
      const step = steps[this.stepAt(i)];
      return step === undefined || this.stepAt(i) === this.stated[i]
        ? []
        : [{ path, option, ...step }];
    });
  }

  private found(i: number, what: Partial<TriedLogger>): void {
    const [chosen, beside] = this.pair;
    this.pair = i === 0 ? [{ ...chosen, ...what }, beside] : [chosen, { ...beside, ...what }];
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

/** The question that runs the experiment of a page again, with other fields. */
export function askedOf(
  { scenario, numbers, maxEvents }: Pick<ExperimentData, 'scenario' | 'numbers' | 'maxEvents'>,
  replications: readonly number[],
  fields: readonly FieldValue[],
): RunAsked {
  return { scenario, numbers, maxEvents, fields, replications };
}

/** A logger as a field. */
function named(logger: string): FieldValue[] {
  return [{ path: ['logger', 'name'], value: logger }];
}
