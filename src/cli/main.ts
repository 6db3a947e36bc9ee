import { Command, CommanderError, Option } from 'commander';
import { tool } from '../files/tool.js';
import { EXIT } from '../text/failure.js';
import { shownWords } from '../text/shown-command.js';
import { COMMAND_GROUPS, COMMANDS } from './commands.js';
import { withFormerName } from './former-names.js';
import { harmlessIo } from './harmless-io.js';
import type { Invocation } from './invocation.js';
import type { Io, TextStream } from './io.js';

/**
 * The command line. It loads little: the rest comes with the command that is run.
 * @param args - The words after `latsim`.
 * @returns The exit code.
 */
export async function main(args: readonly string[], outside: Io): Promise<number> {
  let code: number = EXIT.done;
  const end = async (ended: number | Promise<number>): Promise<void> => {
    code = await ended;
  };
  const program = new Command('latsim');
  const io = Object.create(harmlessIo(outside), {
    quiet: { get: () => program.opts().quiet === true, enumerable: true },
  }) as Io;
  const { stdout, stderr } = io;
  program
    .description('Reproduces and explains lost updates in latency-based routing.')
    .option('-q, --quiet', 'show no progress, and not which files were written')
    .option('--color', 'colour the output')
    .option('--no-color', 'do not colour the output')
    .version(tool().version, '-v, --version', 'print the version')
    .addOption(new Option('-V').hideHelp())
    .on('option:V', () => {
      stdout.write(`${tool().version}\n`);
      throw new CommanderError(EXIT.done, 'commander.version', tool().version);
    })
    .helpOption('-h, --help', 'show how it is used')
    .addHelpText('after', BEGINNING)
    .configureHelp({ showGlobalOptions: true, minWidthToWrap: 20, optionDescription })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => widthOf(stdout),
      getErrHelpWidth: () => widthOf(stderr),
      // Help has none.
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      // Errors are shown below, together with all others.
      outputError: () => undefined,
    });
  const shown = shownWords(args);
  const invocation: Invocation = { io, args: shown, end, commands: () => described(invocation) };
  try {
    for (const { heading, commands } of COMMAND_GROUPS) {
      program.commandsGroup(heading);
      for (const { name, summary, load } of commands) {
        const command = program.command(name).summary(summary).description(summary);
        if (!args.includes(name)) continue;
        (await load()).configure(command, invocation);
      }
    }
    program.helpCommand('help [command]', 'show how a command is used');
    await program.parseAsync(args.every(isOfOutput) ? ['--help'] : args, { from: 'user' });
    await io.flushed();
    io.interrupt.settle();
    return code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === EXIT.done) return EXIT.done;
    const { report } = await import('./report-failure.js');
    const [name] = program.args;
    const command = program.commands.find((one) => one.name() === name) ?? program;
    const told = error instanceof CommanderError ? withFormerName(error, command) : error;
    return report(told, io, shown, program.opts().color);
  }
}

/** All commands with what they take, beside the one that is run. */
function described(invocation: Invocation): Promise<Command[]> {
  return Promise.all(
    COMMANDS.map(async ({ name, summary, load }) => {
      const command = new Command(name).summary(summary);
      (await load()).configure(command, invocation);
      return command;
    }),
  );
}

/** What help says of an option: its choices stand before what it takes by default. */
function optionDescription({ description, argChoices, defaultValue }: Option): string {
  const [says = '', preset] = description.split(/(?= \(default: )/);
  const choices = argChoices === undefined ? '' : `: ${argChoices.join(', ')}`;
  return (
    says + choices + (preset ?? (defaultValue === undefined ? '' : ` (default: ${defaultValue})`))
  );
}

const WIDTH = 80;

const BEGINNING = `
Where to begin:
  latsim run 16x4
  latsim compare 16x4
  latsim explore 16x4
  latsim help run
`;

/** Whether a word is about output only: where all are, nothing is asked, and help is shown. */
function isOfOutput(word: string): boolean {
  return /^(--(no-)?color|--quiet|-q)$/.test(word);
}

/** What help is wrapped at. */
function widthOf({ isTTY, columns = WIDTH }: TextStream): number {
  return isTTY === true ? columns : WIDTH;
}
