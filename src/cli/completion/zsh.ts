import type {
  CompletedValues,
  DescribedCommand,
  DescribedCommandLine,
  DescribedOption,
} from './described.js';

/** A script for zsh, to be evaluated or put into the `fpath` as `_latsim`. */
export function zshScript({ commands, options }: DescribedCommandLine): string {
  const described = commands.map(({ name, says }) => `    ${quoted(`${name}:${says}`)}`);
  const cases = commands.map((command) => {
    const specs = [...command.options, ...options, HELP].map(specOf);
    return `    ${command.name})
      _arguments -s \\
${specs.map((spec) => `        ${spec} \\\n`).join('')}        ${operandSpecs(command)}
      ;;`;
  });
  return `#compdef latsim
# Completion of latsim for zsh. In ~/.zshrc, after compinit:
#   eval "$(latsim completion zsh)"
_latsim() {
  local -a commands
  commands=(
${described.join('\n')}
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  ((CURRENT--))
  case $command in
${cases.join('\n')}
  esac
}
if [[ $funcstack[1] == _latsim ]]; then _latsim "$@"; else compdef _latsim latsim; fi
`;
}

const HELP: DescribedOption = {
  short: '-h',
  long: '--help',
  says: 'show how it is used',
  takes: null,
};

/** What is beside options: of a choice the first word alone. */
function operandSpecs({ operands, isChoice }: DescribedCommand): string {
  const all = `argument:{${completing(operands)}}`;
  if (!isChoice) return quoted(`*:${all}`);
  const others = operands.files ? [quoted('*:file:_files')] : [];
  return [quoted(`1:${all}`), ...others].join(' ');
}

/** An option as `_arguments` takes it; it may be repeated. */
function specOf({ short, long, says, takes }: DescribedOption): string {
  const text = says.replaceAll(/[[\]\\:]/g, '\\$&');
  const value = takes === null ? '' : `:value:{${completing(takes)}}`;
  const flags = short === undefined ? quoted(`*${long}`) : `'*'{${short},${long}}`;
  return `${flags}${quoted(`[${text}]${value}`)}`;
}

/** A command that offers what may stand in a place. */
function completing({ words, files }: CompletedValues): string {
  const offers = [
    ...(words.length > 0 ? [`compadd -- ${words.join(' ')}`] : []),
    ...(files ? ['_files'] : []),
  ];
  return offers.length === 0 ? '_message value' : offers.join('; ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
