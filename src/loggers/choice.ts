/** A logger as the user named it. Plain data: it crosses threads. */
export type LoggerChoice =
  | { readonly kind: 'shipped'; readonly name: string }
  | {
      readonly kind: 'file';
      /** Its file's base name, until the file itself says otherwise. */
      readonly name: string;
      /** As it can be named from where the command was given. */
      readonly shown: string;
      /** Absolute. */
      readonly path: string;
    };

/** A logger as a user names it: by its name, or by the path of its file. */
export function shownName(logger: LoggerChoice): string {
  return logger.kind === 'file' ? logger.shown : logger.name;
}
