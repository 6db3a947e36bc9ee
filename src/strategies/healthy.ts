import type { Asking } from '../model/strategy.js';

/** How many deployments may be chosen. */
export function healthyCount({ healthy, fleet }: Pick<Asking, 'healthy' | 'fleet'>): number {
  return healthy?.length ?? fleet.size;
}

/** The position of one that may be chosen, by its place among them. */
export function healthyAt({ healthy }: Pick<Asking, 'healthy'>, i: number): number {
  return healthy === undefined ? i : healthy[i]!;
}

/** Whether a deployment may be chosen. */
export function isHealthy({ healthy }: Pick<Asking, 'healthy'>, position: number): boolean {
  return healthy === undefined || healthy.includes(position);
}

/** One of those that may be chosen, each as likely; -1 if there is none. */
export function anyHealthy(asking: Pick<Asking, 'healthy' | 'fleet' | 'luck'>): number {
  const count = healthyCount(asking);
  return count === 0 ? -1 : healthyAt(asking, Math.floor(asking.luck * count));
}
