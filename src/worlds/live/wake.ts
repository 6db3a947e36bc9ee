/**
 * What sets a process of the router to work, and when: between two of these it does what its code says,
 * and nothing else comes in. Whoever knows them all can live it through once more. Plain data.
 */
export type Wake = {
  /** When, in seconds of the scenario since the start of the run. */
  readonly at_s: number;
} & (
  | {
      /** A request came: the position of its model group, its number there, and its luck. */
      readonly arrival: readonly [modelGroup: number, request: number, luck: readonly number[]];
    }
  /** What the process had put off is due: the number of it, in the order in which it did. */
  | { readonly due: number }
  /** What it had sent to the shared copy is answered: its number, in the same order. */
  | {
      readonly answer: number;
      /** Its place among all effects on the shared copy, from 1; null: it has none, and changes nothing. */
      readonly order: number | null;
      /** The answer, as text: the same answers are the same texts. Absent: undefined. */
      readonly text?: string;
    }
);
