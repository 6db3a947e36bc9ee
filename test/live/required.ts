import { litellmOf, RELEASES, requireRedis } from './releases.js';

/** What a live test needs is there, or none is run: a proof that was skipped would look like one that holds. */
export function setup(): void {
  const missing = [requireRedis, ...RELEASES.map((release) => () => litellmOf(release))].flatMap(
    (required) => {
      try {
        required();
        return [];
      } catch (error) {
        return (error as Error).message;
      }
    },
  );
  if (missing.length > 0) throw new Error(`the live tests need more:\n${missing.join('\n')}`);
}
