import type { Argument, Command, Option } from 'commander';
import { listShipped } from '../../files/read.js';
import { LOGGER_NAMES } from '../../loggers/index.js';
import { STRATEGIES } from '../../strategies/index.js';
import { PROFILE_NAMES } from '../../strategies/lowest-latency/profile.js';
import { REPORTER_NAMES } from '../reporters.js';

/** What may stand in a place. */
export interface CompletedValues {
  readonly words: readonly string[];
  readonly files: boolean;
}

export interface DescribedOption {
  /** `-l`, where it has a short form. */
  readonly short: string | undefined;
  /** `--logger`. */
  readonly long: string;
  readonly says: string;
  /** null: it takes no value; or one that may also be left out, and then is no other's. */
  readonly takes: CompletedValues | null;
}

export interface DescribedCommand {
  readonly name: string;
  readonly says: string;
  readonly options: readonly DescribedOption[];
  /** What may be given beside options. */
  readonly operands: CompletedValues;
  /** Whether but one of the words of `operands` may be given. */
  readonly isChoice: boolean;
}

/** The command line, as far as a shell completes it. */
export interface DescribedCommandLine {
  readonly commands: readonly DescribedCommand[];
  /** Options of all commands. */
  readonly options: readonly DescribedOption[];
}

/** Words of options that are not limited to them. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  '--logger': LOGGER_NAMES,
  '--profile': PROFILE_NAMES,
  '--strategy': STRATEGIES.map(({ name }) => name),
  '--reporter': REPORTER_NAMES,
};

export function describedCommand(command: Command): DescribedCommand {
  const operands = command.registeredArguments.map(valuesOf);
  return {
    name: command.name(),
    says: command.summary(),
    options: command.options.filter(({ hidden }) => !hidden).map(describedOption),
    operands: {
      words: operands.flatMap(({ words }) => words),
      files: operands.some(({ files }) => files),
    },
    isChoice: command.registeredArguments.some(({ argChoices }) => argChoices !== undefined),
  };
}

export function describedOption({
  short,
  long,
  flags,
  description,
  required,
  argChoices,
}: Option): DescribedOption {
  const name = long ?? '';
  const words = argChoices ?? WORDS[name] ?? [];
  const takes = required ? { words, files: /<[^>]*\b(file|dir)\b/.test(flags) } : null;
  return { short, long: name, says: description, takes };
}

function valuesOf(argument: Argument): CompletedValues {
  const name = argument.name();
  if (argument.argChoices !== undefined) return { words: argument.argChoices, files: false };
  const isScenario = name === 'scenario' || name === 'name';
  return {
    words: isScenario ? listShipped().map((one) => one.name) : [],
    files: name !== 'name',
  };
}
