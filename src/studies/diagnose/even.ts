import { totalOf } from '../../stats/dirichlet-multinomial.js';
import { percent } from '../../text/figures.js';
import type { Bears } from './bearings.js';
import type { Bearing, Evidence } from './evidence.js';
import type { Subject } from './subject.js';

/** One deployment has so much more than its part of its group, and so many standard deviations. */
const MORE = 0.2;
const BEYOND_CHANCE = 5;

/** Of a mechanism under which all deployments of a group are as likely: it is out where they are not. */
export function evenly(bears: Bears): Bears {
  return (evidence, subject) => unevenness(evidence, subject) ?? bears(evidence, subject);
}

/**
 * Whether one deployment of a group has far more than its part.
 * @returns null: no, or nobody can tell the deployments of the log apart
 */
export function unevenness({ log }: Evidence, { modelGroup }: Subject): Bearing | null {
  // Where sessions stay, few of them make any part.
  if (log === null || modelGroup.load.sessions !== undefined) return null;
  const seen = modelGroup.groups.map((_, g) => log.deployments.filter(({ group }) => group === g));
  if (seen.every(({ length }) => length < 2)) return null;
  for (const [g, { name, deployments }] of modelGroup.groups.entries()) {
    const own = seen[g] ?? [];
    const many = Math.max(deployments, own.length);
    if (many < 2 || own.length === 0) continue;
    const counts = own.map(({ requests }) => requests);
    const all = totalOf(counts);
    const most = Math.max(...counts);
    const part = 1 / many;
    const deviation = Math.sqrt(all * part * (1 - part));
    if (most / all > part + MORE && most - all * part > BEYOND_CHANCE * deviation) {
      const because = `one of ${many} deployments has ${percent(most / all)} of ${name}`;
      return { kind: 'excluded', because };
    }
  }
  return null;
}
