import { hasUnseen } from './harmless.js';

/**
 * An argument as a POSIX shell takes it: quoted where it has to be. Characters that are not seen are
 * written as `printf` writes them; after a line end, which a substitution cuts off, as bash does.
 */
export function shellWord(argument: string): string {
  if (/^[\w@%+=:,./-]+$/.test(argument)) return argument;
  if (!hasUnseen(argument)) return `'${argument.replaceAll("'", "'\\''")}'`;
  if (argument.endsWith('\n')) return `$'${inOctal(argument)}'`;
  return `"$(printf '${inOctal(argument)}')"`;
}

/** What is not seen, or would mean something, as the octal numbers of its bytes in UTF-8. */
function inOctal(text: string): string {
  return [...text]
    .map((one, i) =>
      hasUnseen(one) || /['\\%!]/.test(one) || (i === 0 && one === '-') ? octal(one) : one,
    )
    .join('');
}

/** A lone surrogate, which has no bytes, is a replacement character. */
function octal(character: string): string {
  const written = encodeURIComponent(/\p{Cs}/u.test(character) ? '\ufffd' : character);
  const bytes = /^%/.test(written)
    ? written
        .slice(1)
        .split('%')
        .map((hex) => Number.parseInt(hex, 16))
    : [character.charCodeAt(0)];
  return bytes.map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}

/** A command line that a shell can run again. */
export function commandLine(words: readonly string[]): string {
  return ['latsim', ...words.map(shellWord)].join(' ');
}

/** An option and its value. */
export type CommandOption = readonly [flag: string, value: string];

/**
 * Options with others added: of those that say the same, only the one that was added stays.
 * `--set router.ttl=60s` takes the place of `--set router.ttl=1h`, and `--replications` that of `--set
 * replications=`, and of both under the name that they had at first.
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

/** Options that set a field of another name. */
const OPTIONS_OF_FIELDS: Readonly<Record<string, string>> = {
  '--profile': 'router.profile',
  '--strategy': 'router.strategy',
};

/** What an option sets: a field of the scenario, or itself. */
function fieldOf([flag, value]: CommandOption): string {
  const name =
    flag === '--set'
      ? value.slice(0, Math.max(0, value.indexOf('='))).trim()
      : flag.replace(/^--/, '');
  return OPTIONS_OF_FIELDS[flag] ?? (name === 'seeds' ? 'replications' : name);
}
