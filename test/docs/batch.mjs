/*
 * Runs several `latsim run ... --json` in one process, one report per line: starting Node and
 * loading modules is most of what a short run costs. The argument: lists of words, as JSON.
 */
import { processIo } from '../../dist/cli/io.js';
import { main } from '../../dist/cli/main.js';

const io = processIo();
for (const args of JSON.parse(process.argv[2])) {
  let report = '';
  const stdout = { write: (text) => (report += text) };
  const code = await main(['run', ...args], { ...io, stdout });
  if (code !== 0) process.exitCode = code;
  if (report !== '') io.stdout.write(`${JSON.stringify(JSON.parse(report))}\n`);
}
