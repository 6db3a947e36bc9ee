import { chosenName } from '../text/addresses.js';
import { limits } from '../text/limits.js';
import type { Problem } from '../text/problems.js';
import { valueAt as at, type Located, type Path, placeOf, problemAt } from '../text/tree.js';
import { duration, fraction } from './fields.js';
import { profileInForce } from './follows.js';
import {
  type Inconsistency,
  NO_TTFT,
  percentileFault,
  sizeFault,
  twoNamed,
  warmupFault,
} from './rules.js';

/**
 * What fields must be to one another across the file. Works on the data as written, so that it also
 * finds what it can in a file with other errors; what is not as expected is left to the schema.
 */
export function inconsistencies(root: Located, data: unknown): Problem[] {
  const problems: Problem[] = [];
  const report = (path: Path, message: string, remedy: string) => {
    if (problems.length >= limits.problems) return;
    problems.push(problemAt(placeOf(root, path), message, remedy));
  };

  checkForm(data, report);
  const groups = groupsOf(data);
  checkNames(groups, 'group', report);
  checkNames(
    listAt(data, ['modelGroups']).map((value, i) => ({ value, path: ['modelGroups', i] })),
    'model group',
    report,
  );
  checkStreaming(data, groups, report);
  checkPercentile(root, data, report);
  checkWarmup(data, report);
  checkSize(data, groups, report);
  return problems;
}

type Report = (path: Path, message: string, remedy: string) => void;

function found(report: Report, path: Path, fault: Inconsistency | undefined): void {
  if (fault !== undefined) report(path, fault.message, fault.remedy);
}

/** A group as written, and where. */
interface Item {
  readonly value: unknown;
  readonly path: Path;
}

/** Either fleet and load, or modelGroups. */
function checkForm(data: unknown, report: Report): void {
  const has = (key: string) => at(data, [key]) !== undefined;
  if (has('modelGroups')) {
    const remedy = 'keep either modelGroups, or fleet and load at the top level';
    if (has('fleet')) report(['fleet'], 'there are both fleet and modelGroups', remedy);
    if (has('load')) {
      report(['load'], 'there are both load and modelGroups', 'give each model group its own load');
    }
    return;
  }
  if (!has('fleet')) {
    report([], 'fleet is missing', 'add fleet: { groups: [...] }, or several modelGroups');
  }
  if (!has('load')) report([], 'load is missing', 'add load: { kind: poisson, rate: 160/min }');
}

function checkNames(items: readonly Item[], kind: string, report: Report): void {
  const seen = new Set<unknown>();
  for (const { value, path } of items) {
    const written = at(value, ['name']);
    if (typeof written !== 'string') continue;
    const name = chosenName(written);
    if (seen.has(name)) found(report, [...path, 'name'], twoNamed(kind, name));
    seen.add(name);
  }
}

const STREAM = fraction();

function checkStreaming(data: unknown, groups: readonly Item[], report: Report): void {
  const streams = (stream: unknown) => (STREAM.safeParse(stream).data ?? 0) > 0;
  const others = streams(at(data, ['samples', 'stream']));
  for (const { value, path } of groups) {
    if (typeof value !== 'object' || at(value, ['ttft']) !== undefined) continue;
    const own = at(value, ['samples', 'stream']);
    if (!(own === undefined ? others : streams(own))) continue;
    found(report, path, NO_TTFT);
  }
}

function checkPercentile(root: Located, data: unknown, report: Report): void {
  const path = ['router', 'ttft_percentile'];
  if (at(data, path) == null) return;
  const strategy = at(data, ['router', 'strategy']) ?? 'lowest-latency';
  if (typeof strategy !== 'string') return;
  found(report, path, percentileFault(strategy, profileInForce(root, data)));
}

function checkWarmup(data: unknown, report: Report): void {
  const warmup = duration().safeParse(at(data, ['warmup']));
  const length = duration().safeParse(at(data, ['duration']));
  if (!warmup.success || !length.success) return;
  found(report, ['warmup'], warmupFault(warmup.data, length.data));
}

function checkSize(data: unknown, groups: readonly Item[], report: Report): void {
  const deployments = groups.reduce((sum, { value }) => sum + whole(at(value, ['deployments'])), 0);
  const count = Math.max(1, whole(at(data, ['processes', 'count'])));
  found(report, ['processes', 'count'], sizeFault(deployments, count));
}

function whole(value: unknown): number {
  return Number.isSafeInteger(value) && (value as number) > 0 ? (value as number) : 0;
}

function groupsOf(data: unknown): Item[] {
  const inFleet = (fleet: Path) =>
    listAt(data, [...fleet, 'groups']).map((value, i) => ({
      value,
      path: [...fleet, 'groups', i],
    }));
  return [
    ...inFleet(['fleet']),
    ...listAt(data, ['modelGroups']).flatMap((_, i) => inFleet(['modelGroups', i, 'fleet'])),
  ];
}

function listAt(data: unknown, path: Path): unknown[] {
  const value = at(data, path);
  return Array.isArray(value) ? value : [];
}
