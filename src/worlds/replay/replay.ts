import type { Profile } from '../../strategies/lowest-latency/profile.js';
import {
  type Difference,
  differenceOfAverages,
  differenceOfCandidates,
  differenceOfMaps,
  type Field,
} from './difference.js';
import type { Operation, RecordedSettings } from './recording.js';
import { Router, type RouterParts } from './router.js';

/** A check of a recording that does not agree. */
export interface Mismatch extends Difference {
  /** In the file, from 1. */
  readonly line: number;
  readonly op: 'select' | 'state';
  readonly t_s: number;
}

/** How the checks of one field went. */
export interface FieldTally {
  checked: number;
  mismatches: number;
  /** Line of the first mismatch, null: there is none. */
  firstLine: number | null;
}

/** More mismatches than this are counted and not kept: after the first, others follow from it. */
export const MAX_DETAILS = 10_000;

/**
 * Feeds recorded operations to a router of latsim, and compares each answer with the recorded one.
 * Where they part, the replay goes on with latsim's own state.
 */
export class Replay {
  /** Operations so far. */
  ops = 0;
  /** The first mismatches. */
  readonly details: Mismatch[] = [];
  readonly fields: Readonly<Record<Field, FieldTally>> = {
    averages: { checked: 0, mismatches: 0, firstLine: null },
    valid: { checked: 0, mismatches: 0, firstLine: null },
    map: { checked: 0, mismatches: 0, firstLine: null },
  };
  private readonly router: Router;

  constructor(
    private readonly settings: RecordedSettings,
    profile: Profile,
    parts?: RouterParts,
  ) {
    this.router = new Router(settings, profile, parts);
  }

  /** Checks that do not agree. */
  get mismatches(): number {
    const { valid, averages, map } = this.fields;
    return valid.mismatches + averages.mismatches + map.mismatches;
  }

  /** Replays one operation; `t_s` must not run backwards. @param line where it stands */
  take(operation: Operation, line: number): void {
    this.ops++;
    const { deployments } = this.settings;
    switch (operation.op) {
      case 'select': {
        const ranking = this.router.select(operation);
        const averages = differenceOfAverages(deployments, operation, ranking);
        this.note('averages', averages, operation, line);
        const candidates = differenceOfCandidates(deployments, operation, ranking);
        this.note('valid', candidates, operation, line);
        return;
      }
      case 'success':
      case 'timeout':
        this.router.log(operation);
        return;
      case 'failure': // LiteLLM logs no latency of any other exception.
        return;
      case 'state': {
        const map = this.router.dump(operation.t_s);
        this.note('map', differenceOfMaps(deployments, operation, map), operation, line);
      }
    }
  }

  private note(
    field: Field,
    difference: Difference | undefined,
    { op, t_s }: Operation & { readonly op: Mismatch['op'] },
    line: number,
  ): void {
    const tally = this.fields[field];
    tally.checked++;
    if (difference === undefined) return;
    tally.mismatches++;
    tally.firstLine ??= line;
    if (this.details.length < MAX_DETAILS) this.details.push({ line, op, t_s, ...difference });
  }
}
