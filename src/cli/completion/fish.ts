import type {
  CompletedValues,
  DescribedCommand,
  DescribedCommandLine,
  DescribedOption,
} from './described.js';

/** A script for fish. */
export function fishScript({ commands, options }: DescribedCommandLine): string {
  return `${[
    '# Completion of latsim for fish:',
    '#   latsim completion fish > ~/.config/fish/completions/latsim.fish',
    'complete -c latsim -f',
    ...commands.map(
      ({ name, says }) =>
        `complete -c latsim -n __fish_use_subcommand -a ${name} -d ${quoted(says)}`,
    ),
    ...options.map((option) => `complete -c latsim ${optionWords(option)}`),
    ...commands.flatMap(ofCommand),
  ].join('\n')}\n`;
}

function ofCommand({ name, options, operands, isChoice }: DescribedCommand): string[] {
  const here = `complete -c latsim -n '__fish_seen_subcommand_from ${name}'`;
  const { words, files } = operands;
  return [
    ...options.map((option) => `${here} ${optionWords(option)}`),
    ...(words.length === 0 && !files
      ? []
      : isChoice
        ? choiceOf(name, operands)
        : [`${here} ${valueWords(operands)}`]),
  ];
}

/** Words of which but one is given; then files follow, or nothing. */
function choiceOf(name: string, { words, files }: CompletedValues): string[] {
  const seen = '__fish_seen_subcommand_from';
  const chosen = `${seen} ${words.join(' ')}`;
  return [
    `complete -c latsim -n '${seen} ${name}; and not ${chosen}' ${valueWords({ words, files })}`,
    ...(files
      ? [
          `complete -c latsim -n '${seen} ${name}; and ${chosen}' ${valueWords({ words: [], files })}`,
        ]
      : []),
  ];
}

function optionWords({ short, long, says, takes }: DescribedOption): string {
  const flags = [...(short === undefined ? [] : ['-s', short.slice(1)]), '-l', long.slice(2)];
  const value = takes === null ? [] : ['-r', valueWords(takes)];
  return [...flags, ...value, '-d', quoted(says)].join(' ');
}

function valueWords({ words, files }: CompletedValues): string {
  const offered = words.length === 0 ? [] : ['-k', '-a', quoted(words.join(' '))];
  return [files ? '-F' : '-f', ...offered].join(' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
}
