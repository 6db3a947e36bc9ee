/** An argument as a POSIX shell takes it: quoted where it has to be. */
export function shellWord(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}

/** A command line that a shell can run again. */
export function commandLine(words: readonly string[]): string {
  return ['latsim', ...words.map(shellWord)].join(' ');
}

/** An option and its value. */
export type CommandOption = readonly [flag: string, value: string];

/**
 * Options with others added: of those that say the same, only the one that was added stays.
 * `--set router.ttl=60s` takes the place of `--set router.ttl=1h`, and `--seeds` that of `--set seeds=`.
 */
export function withOptions(
  options: readonly CommandOption[],
  added: readonly CommandOption[],
): CommandOption[] {
  const kept = options.filter((one) => !added.some((other) => replaces(other, one)));
  return [...kept, ...added];
}

/** Options of which each counts after those before it: what one replaces need not be said. */
export function withoutReplaced(options: readonly CommandOption[]): CommandOption[] {
  return options.reduce<CommandOption[]>((before, one) => withOptions(before, [one]), []);
}

function replaces(added: CommandOption, option: CommandOption): boolean {
  const [field, other] = [fieldOf(added), fieldOf(option)];
  return other === field || other.startsWith(`${field}.`) || other.startsWith(`${field}[`);
}

/** What an option sets: a field of the scenario, or itself. */
function fieldOf([flag, value]: CommandOption): string {
  if (flag === '--set') return value.slice(0, Math.max(0, value.indexOf('='))).trim();
  const name = flag.replace(/^--/, '');
  return name === 'profile' ? 'router.profile' : name;
}
