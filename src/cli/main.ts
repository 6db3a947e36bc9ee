import { Command, CommanderError } from 'commander';
import { tool } from '../files/tool.js';
import { EXIT } from '../text/failure.js';
import { COMMANDS } from './commands.js';
import { harmlessIo } from './harmless-io.js';
import type { Io, TextStream } from './io.js';

/**
 * The command line. It loads little: the rest comes with the command that is run.
 * @param args - The words after `latsim`.
 * @returns The exit code.
 */
export async function main(args: readonly string[], outside: Io): Promise<number> {
  const io = harmlessIo(outside);
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
    .configureHelp({ showGlobalOptions: true, minWidthToWrap: 20 })
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
    }
    await program.parseAsync(args, { from: 'user' });
    await io.flushed();
    io.interrupt.settle();
    return code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === EXIT.done) return EXIT.done;
    const { report } = await import('./report-failure.js');
    return report(error, io, args, program.opts().color);
  }
}

const WIDTH = 80;

/** What help is wrapped at. */
function widthOf({ isTTY, columns = WIDTH }: TextStream): number {
  return isTTY === true ? columns : WIDTH;
}
