type Paint = (text: string) => string;

/**
 * How emphasis is shown. Reports name meanings; a terminal may paint them, and shows commands as its
 * user types them.
 */
export interface Style {
  readonly strong: Paint;
  readonly faint: Paint;
  /** What holds. */
  readonly good: Paint;
  /** A violation or a failure, and nothing else. */
  readonly bad: Paint;
  readonly unsure: Paint;
  /** The group with the lowest mean; in blue, as in pictures. */
  readonly fast: Paint;
  /** Groups slower than that; in orange, as in pictures. */
  readonly slow: Paint;
  /** A command that begins with `latsim`. */
  readonly command: Paint;
}

const asIs: Paint = (text) => text;

/** No emphasis: for files, pipes and tests. */
export const PLAIN: Style = {
  strong: asIs,
  faint: asIs,
  good: asIs,
  bad: asIs,
  unsure: asIs,
  fast: asIs,
  slow: asIs,
  command: asIs,
};
