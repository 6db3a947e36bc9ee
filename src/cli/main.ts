import { Command, CommanderError } from 'commander';
import { tool } from '../files/tool.js';
import { EXIT, usageError } from '../text/failure.js';
import { COMMANDS } from './commands.js';
import type { Io, TextStream } from './io.js';

/**
 * The command line. It loads little: the rest comes with the command that is run.
 * @param args - The words after `latsim`.
 * @returns The exit code.
 */
export async function main(args: readonly string[], io: Io): Promise<number> {
  let code: number = EXIT.done;
  const end = async (ended: number | Promise<number>): Promise<void> => {
    code = await ended;
  };
  const { stdout, stderr } = io;
  const program = new Command('latsim')
    .description('Reproduces and explains lost updates in latency-based routing.')
    .option('--color', 'colour the output')
    .option('--no-color', 'do not colour the output')
    .version(tool().version, '-V, --version')
    .configureHelp({ showGlobalOptions: true })
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
  try {
    for (const { name, summary, load } of COMMANDS) {
      const command = program.command(name).summary(summary).description(summary);
      if (!args.includes(name)) continue;
      (await load()).configure(command, { io, args, end });
      refuseTwoValues(command);
    }
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === EXIT.done) return EXIT.done;
    const { report } = await import('./report-failure.js');
    return report(error, io, args, program.opts().color);
  }
}

/**
 * Refuses a second value of an option whose help does not say that it may be repeated: one of the two
 * would be passed over in silence.
 */
function refuseTwoValues(command: Command): void {
  for (const option of command.options) {
    if (option.isBoolean() || option.description.includes('may be repeated')) continue;
    let before: string | undefined;
    command.on(`option:${option.name()}`, (value: string | null) => {
      const given = value ?? '';
      if (before !== undefined && before !== given) {
        const values = [before, given].filter((one) => one !== '').join(' and ');
        throw usageError(`${option.long} is given twice: ${values}`, 'give it once');
      }
      before = given;
    });
  }
}

const WIDTH = 80;

/** What help is wrapped at. */
function widthOf({ isTTY, columns = WIDTH }: TextStream): number {
  return isTTY === true ? columns : WIDTH;
}
