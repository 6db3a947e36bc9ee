import type { SplitReading } from '../../studies/probe/split.js';
import { count, counted, fixed, percent } from '../../text/figures.js';

/** A group of deployments, and what it got. */
export interface ProbeGroup {
  readonly name: string;
  readonly deployments: number;
  /** Its part of all deployments, 0..1. */
  readonly deploymentShare: number;
  readonly requests: number;
  readonly share: number;
  /** Wilson's, as if each request was chosen by itself. */
  readonly ci95: readonly [number, number];
  /** Median latency in seconds, measured; null: it has no answer. */
  readonly p50_s: number | null;
}

/** What the split alone says, and how sure that is. */
export function splitText(
  { outcome, enough }: SplitReading,
  groups: readonly ProbeGroup[],
  requests: number,
  isWhole: boolean,
): string {
  const deployments = groups.reduce((sum, group) => sum + group.deployments, 0);
  const some = `${counted(deployments, 'deployment')}${isWhole ? '' : ' that answered'}`;
  switch (outcome.kind) {
    case 'no-choice':
      return isWhole
        ? 'There is only one deployment, so none is chosen.'
        : `All ${count(requests)} requests went to one deployment. Whether there are others, the proxy does not say: give its configuration (--config).`;
    case 'one-deployment':
      return `All ${count(requests)} requests went to one of ${some}: that is not random choice.`;
    case 'preferred': {
      const { name, ...group } = groups[outcome.group] as ProbeGroup;
      const who =
        outcome.fastest === null
          ? `${name} is preferred, and how fast the others are is not known`
          : `${outcome.fastest ? 'Faster' : 'Slower'} deployments are preferred`;
      return `${who}: ${shareText({ name, ...group }, deployments)}.`;
    }
    case 'uneven':
      return `Some deployments are preferred: one of ${some} answered ${count(outcome.busiest.requests)} of ${count(requests)} requests. Chance spreads them so unevenly in fewer than 1 of 1,000 probes.`;
    case 'even':
      return `The requests are spread over ${some} more evenly than random choice does it. A router that counts requests does so, and one by latency while it tries each deployment for the first time.`;
    case 'open':
      return `It is open: by chance, something like it comes in ${percent(outcome.p)} of probes. ${tells(requests, groups, enough)}`;
    case 'random':
      return `It looks like random choice: ${shareText(groups[leastIn(groups)] as ProbeGroup, deployments)}. ${tells(requests, groups, enough)}`;
  }
}

/** The group with the fewest deployments, in which a preference shows best. */
function leastIn(groups: readonly ProbeGroup[]): number {
  const parts = groups.map(({ deployments }) => deployments);
  return parts.indexOf(Math.min(...parts));
}

function shareText({ name, requests, share, ...group }: ProbeGroup, of: number): string {
  const all = `${count(group.deployments)} of ${count(of)} deployments (${percent(group.deploymentShare)})`;
  return `${name} answered ${counted(requests, 'request')} (${percent(share)}) and has ${all}`;
}

function tells(requests: number, groups: readonly ProbeGroup[], enough: number | null): string {
  const { name, ci95 } = groups[leastIn(groups)] as ProbeGroup;
  const [low, high] = ci95.map((bound) => fixed(bound * 100, 0));
  const so = `${counted(requests, 'request')} cannot tell it from a share of ${low} to ${high}% for ${name}`;
  return enough === null || enough <= requests
    ? `${so}.`
    : `${so}; about ${count(enough)} show a preference of ten points.`;
}
