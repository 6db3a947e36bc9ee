/** An argument as a POSIX shell takes it: quoted where it has to be. */
export function shellWord(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}

/** A command line that a shell can run again. */
export function commandLine(words: readonly string[]): string {
  return ['latsim', ...words.map(shellWord)].join(' ');
}
