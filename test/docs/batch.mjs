/*
 * Runs several `latsim run ... --json` in one process, one report per line: starting Node and
 * loading modules is most of what a short run costs. The argument: lists of words, as JSON.
 */
import { Command } from 'commander';
import { configure } from '../../dist/cli/run.js';

const stdout = process.stdout.write.bind(process.stdout);
let report = '';
process.stdout.write = (text) => {
  report += text;
  return true;
};
for (const args of JSON.parse(process.argv[2])) {
  report = '';
  const run = new Command('run');
  configure(run);
  await run.parseAsync(args, { from: 'user' });
  stdout(`${JSON.stringify(JSON.parse(report))}\n`);
}
