import { Command, CommanderError } from 'commander';
import { EXIT } from '../text/failure.js';
import { COMMANDS } from './commands.js';
import { tool } from './tool.js';

/** The entry of the command line. It loads little: the rest comes with the command that is run. */
async function main(args: readonly string[]): Promise<void> {
  watchOutput();
  const program = new Command('latsim')
    .description('Reproduces and explains lost updates in latency-based routing.')
    .option('--color', 'colour the output')
    .option('--no-color', 'do not colour the output')
    .version(tool().version, '-V, --version')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    // Errors are shown below, together with all others.
    .configureOutput({ outputError: () => undefined });
  try {
    for (const { name, summary, load } of COMMANDS) {
      const command = program.command(name).summary(summary).description(summary);
      if (args.includes(name)) (await load()).configure(command);
    }
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === EXIT.done) return;
    const { report } = await import('./report-failure.js');
    process.exitCode = report(error, args, program.opts().color);
  }
}

/** A reader that has seen enough, as in `latsim run 16x4 | head -1`, is no error. */
function watchOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit();
      if (stream === process.stdout) {
        process.stderr.write(`latsim: stdout cannot be written: ${error.message}\n`);
      }
      process.exit(EXIT.usage);
    });
  }
}

await main(process.argv.slice(2));
