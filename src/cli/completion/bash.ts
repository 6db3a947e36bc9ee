import type {
  CompletedValues,
  DescribedCommand,
  DescribedCommandLine,
  DescribedOption,
} from './described.js';

/** A script for bash. Names have no blanks, quotes or anything else that a shell takes for something. */
export function bashScript({ commands, options }: DescribedCommandLine): string {
  const names = commands.map(({ name }) => name);
  const cases = commands.flatMap((command) => [
    ...valueCases(command),
    `    '${command.name} '*) options='${flagsOf([...command.options, ...options])}' ${assigned(command.operands)}${unlessGiven(command)} ;;`,
  ]);
  return `# Completion of latsim for bash. In ~/.bashrc:
#   eval "$(latsim completion bash)"
_latsim() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]}
  local command='' options='' words='' files='' i IFS=$' \\t\\n'
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      ${names.join('|')}) command=\${COMP_WORDS[i]}; break ;;
    esac
  done
  local given=" \${COMP_WORDS[*]:i + 1:COMP_CWORD - i - 1} "
  # --format=svg comes as three words.
  if [[ $current == = ]]; then current=''
  elif [[ $before == = ]]; then before=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  case "$command $before" in
${cases.join('\n')}
    *) options='${flagsOf(options)}' words='${names.join(' ')}' ;;
  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
    return
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [[ -n $files ]]; then
    IFS=$'\\n'
    COMPREPLY+=($(compgen -f -- "$current"))
    compopt -o filenames 2> /dev/null
  fi
}
complete -F _latsim latsim
`;
}

/** Nothing more of a choice where one was given. */
function unlessGiven({ operands: { words }, isChoice }: DescribedCommand): string {
  return isChoice ? `; [[ $given =~ \\ (${words.join('|')})\\  ]] && words=''` : '';
}

/** What follows an option that takes a value; those that take the same are told together. */
function valueCases({ name, options }: DescribedCommand): string[] {
  const patterns = new Map<string, string[]>();
  for (const { short, long, takes } of options) {
    if (takes === null) continue;
    const flags = [short, long].filter((flag) => flag !== undefined);
    const same = patterns.get(assigned(takes)) ?? [];
    patterns.set(assigned(takes), [...same, ...flags.map((flag) => `'${name} ${flag}'`)]);
  }
  return [...patterns].map(([values, same]) => `    ${same.join('|')}) ${values} ;;`);
}

function assigned({ words, files }: CompletedValues): string {
  return `words='${words.join(' ')}'${files ? ' files=1' : ''}`;
}

function flagsOf(options: readonly DescribedOption[]): string {
  return [...options.map(({ long }) => long), '--help']
    .filter((flag, i, all) => all.indexOf(flag) === i)
    .join(' ');
}
