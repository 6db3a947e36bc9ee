import type { Command } from 'commander';
import { tool } from '../files/tool.js';
import type { Invocation } from './invocation.js';

export function configure(command: Command, { io }: Invocation): void {
  command.action(() => {
    io.stdout.write(`${tool().version}\n`);
  });
}
