type Paint = (text: string) => string;

/**
 * How emphasis is shown. Reports name meanings; a terminal may paint them, and shows commands as its
 * user types them.
 */
export interface Style {
  readonly strong: Paint;
  readonly faint: Paint;
  readonly good: Paint;
  readonly bad: Paint;
  readonly unsure: Paint;
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
  command: asIs,
};
