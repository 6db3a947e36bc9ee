/** Deployments with a capacity, told a second time and otherwise, to hold those of src against. */

/** A request: when it comes, and what it takes at full speed, in seconds. */
export interface Asked {
  readonly at_s: number;
  readonly work_s: number;
}

/** First come, first served, by Lindley's recursion for several servers: who is free first takes the next. */
function slots(count: number, asked: readonly Asked[]): number[] {
  const free_s = new Array<number>(count).fill(0);
  return asked.map(({ at_s, work_s }) => {
    free_s.sort((a, b) => a - b);
    const end_s = Math.max(at_s, free_s[0]!) + work_s;
    free_s[0] = end_s;
    return end_s - at_s;
  });
}

/** Processor sharing step by step: what is left of each is lessened until somebody comes or is done. */
function sharing(count: number, asked: readonly Asked[]): number[] {
  const left_s = new Map<number, number>();
  const ends_s: number[] = [];
  let now_s = 0;
  let next = 0;
  while (next < asked.length || left_s.size > 0) {
    const speed = Math.min(1, count / left_s.size);
    const least_s = Math.min(...left_s.values());
    const comes_s = (asked[next]?.at_s ?? Number.POSITIVE_INFINITY) - now_s;
    const step_s = Math.min(least_s / speed, comes_s);
    const isDone = least_s / speed <= comes_s;
    for (const [job, rest_s] of left_s) {
      if (isDone && rest_s === least_s) {
        left_s.delete(job);
        ends_s[job] = now_s + step_s - asked[job]!.at_s;
      } else left_s.set(job, rest_s - step_s * speed);
    }
    now_s += step_s;
    if (!isDone) {
      left_s.set(next, asked[next]!.work_s);
      now_s = asked[next++]!.at_s;
    }
  }
  return ends_s;
}

/** What each request takes, from its coming to its end, by the name of the capacity. */
export const NAIVE = { slots, sharing };
