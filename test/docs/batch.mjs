/*
 * Runs several commands in one process, and writes how each has ended as JSON on a line: starting
 * Node and loading modules is most of what a short run costs. The argument: lists of words, as
 * JSON.
 */
import { Command } from 'commander';
import { COMMANDS } from '../../dist/cli/commands.js';

const say = process.stdout.write.bind(process.stdout);
const said = { stdout: '', stderr: '' };
for (const name of Object.keys(said)) {
  process[name].write = (text) => {
    said[name] += text;
    return true;
  };
}
for (const [name, ...args] of JSON.parse(process.argv[2])) {
  Object.assign(said, { stdout: '', stderr: '' });
  const command = new Command(name);
  (await COMMANDS.find((one) => one.name === name).load()).configure(command);
  await command.parseAsync(args, { from: 'user' });
  say(`${JSON.stringify({ code: process.exitCode ?? 0, ...said })}\n`);
  process.exitCode = 0;
}
