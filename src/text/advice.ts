/** What to do: in words, and the command that does it, which stands on a line of its own. */
export interface Advice {
  /** Ends in a colon where a command follows. */
  readonly says: string;
  readonly command?: string;
}
