import type { Fleet } from '../model/fleet.js';
import { isBefore } from './lowest-latency/release.js';

/** What LiteLLM leaves out before any strategy chooses, where it is told to. */
export interface CandidateSettings {
  /** As LiteLLM numbers it: `1.82.3`. */
  readonly release: string;
  /** LiteLLM's `enable_pre_call_checks`. */
  readonly preCallChecks: boolean;
  /** LiteLLM's `enable_tag_filtering`. */
  readonly tagFiltering: boolean;
}

/**
 * The first release that is known to look at `order` without the checks; 1.82.3 does not. That it
 * looks after the tags is reconstructed.
 */
const ORDER_ALWAYS_SINCE = '1.110.2';

/** The tag of deployments for requests that no other is for. */
const DEFAULT_TAG = 'default';

/**
 * The deployments that may be chosen for a request with a tag, in LiteLLM's order of filters: up to
 * 1.82.3 `order`, as the last of the pre-call checks, then tags; later tags, then `order`.
 * @param tag undefined: the request has none
 * @returns positions; undefined: all
 */
export function candidatesFor(
  settings: CandidateSettings,
  fleet: Fleet,
  tag: string | undefined,
): readonly number[] | undefined {
  const all = fleet.groupOf.map((_, position) => position);
  const ofOrder = (positions: readonly number[]) => lowestOrder(fleet, positions);
  const ofTag = (positions: readonly number[]) =>
    settings.tagFiltering ? tagged(fleet, positions, tag) : positions;
  const left = isBefore(settings.release, ORDER_ALWAYS_SINCE)
    ? ofTag(looksAtOrder(settings) ? ofOrder(all) : all)
    : ofOrder(ofTag(all));
  return left.length === all.length ? undefined : left;
}

/** Whether a deployment's `order` counts at all. */
export function looksAtOrder({
  release,
  preCallChecks,
}: Pick<CandidateSettings, 'release' | 'preCallChecks'>): boolean {
  return preCallChecks || !isBefore(release, ORDER_ALWAYS_SINCE);
}

/** Those of the lowest order that is stated; where none is, all. */
function lowestOrder(fleet: Fleet, positions: readonly number[]): readonly number[] {
  let lowest = Number.POSITIVE_INFINITY;
  for (const position of positions) {
    lowest = Math.min(lowest, fleet.groupAt(position).order ?? Number.POSITIVE_INFINITY);
  }
  if (lowest === Number.POSITIVE_INFINITY) return positions;
  return positions.filter((position) => fleet.groupAt(position).order === lowest);
}

/** Those with the tag, else the default ones; without a tag the default ones, else all. */
function tagged(
  fleet: Fleet,
  positions: readonly number[],
  tag: string | undefined,
): readonly number[] {
  const having = (wanted: string) =>
    positions.filter((position) => fleet.groupAt(position).tags?.includes(wanted) === true);
  const fitting = tag === undefined ? [] : having(tag);
  if (fitting.length > 0) return fitting;
  const defaults = having(DEFAULT_TAG);
  return tag === undefined && defaults.length === 0 ? positions : defaults;
}
