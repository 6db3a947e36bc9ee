/** A program that stays: for each line of JSON that asks for something, one that answers. */
import { createInterface } from 'node:readline';

/** @param prepare makes of what is asked for the work whose CPU time is taken */
export async function takeTurns(prepare) {
  for await (const line of createInterface({ input: process.stdin })) {
    const work = prepare(JSON.parse(line));
    const before = process.cpuUsage();
    const runs = work();
    const { user, system } = process.cpuUsage(before);
    console.log(JSON.stringify({ cpu_s: (user + system) / 1e6, runs }));
  }
}

/** Carries out what `replication` does, for each number from 0. */
export function replications(replication) {
  return (asked) => () =>
    Array.from({ length: asked.replications }, (_, number) => replication(asked, number));
}
