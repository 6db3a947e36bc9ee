import type { ForcedSchedule } from '../../studies/explore/forced.js';
import type { ReplayReport } from '../../studies/explore/found.js';
import type { ScenarioNamed } from '../../studies/explore/question.js';
import type { SCHEMA_VERSION, Tool } from '../kit/json.js';

/** What one logger came to, confronted with an order of effects on a real Redis. */
export interface ForcedRun {
  readonly logger: string;
  readonly profile: string;
  readonly store: string;
  readonly tasks: number;
  /** Processes of the operating system that the tasks are in, in turn. */
  readonly processes: number;
  readonly deployments: string;
  /** The order, as `--forced` takes it. */
  readonly moves: string;
  readonly movesOf: ForcedSchedule['of'];
  /** How often it was asked for, and how often it came to its end. */
  readonly triesAsked: number;
  readonly tries: number;
  /** Tries after which Redis did not have all recorded samples. */
  readonly lost: number;
  /** Tries that followed the order to its end. */
  readonly followed: number;
  /** The move at which the first that did not was left, from 1; null: all followed. */
  readonly gaveUpAt: number | null;
  readonly why: string | null;
  /** Tasks that did not come to their ends. */
  readonly stuck: readonly string[];
  /** Whether explore has it that an update is lost by these moves. */
  readonly expected: boolean;
  /** Whether it takes a lock, which holds within one process alone. */
  readonly lockPerProcess: boolean;
  /** The command that does it again. */
  readonly command: string;
  /** What happened, move by move, with those after the order. */
  readonly told: ReplayReport;
}

export interface ForcedReport {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly tool: Tool;
  readonly scenario: ScenarioNamed;
  /** Of Redis; null: it does not say. */
  readonly version: string | null;
  /** Where it is, without user and password. */
  readonly at: string;
  readonly runs: readonly ForcedRun[];
  /** Why it ended early; null: it did not. */
  readonly partial: string | null;
}

/** Whether an update was lost. */
export function hasLoss({ runs }: ForcedReport): boolean {
  return runs.some(({ lost }) => lost > 0);
}
