/*
 * Runs several commands in one process, and writes how each has ended as JSON on a line: starting
 * Node and loading modules is most of what a short run costs. The argument: lists of words, as
 * JSON.
 */
import { processIo } from '../../.build/cli/io.js';
import { main } from '../../.build/cli/main.js';
import { listening } from '../../.build/cli/signals.js';

const interrupt = listening();
const io = processIo(interrupt);
for (const args of JSON.parse(process.argv[2])) {
  const said = { stdout: '', stderr: '' };
  const into = (name) => ({ write: (text) => (said[name] += text) });
  const code = await main(args, { ...io, stdout: into('stdout'), stderr: into('stderr') });
  io.stdout.write(`${JSON.stringify({ code, ...said })}\n`);
}
interrupt.end(0);
