import type { Command } from 'commander';
import { scenarioJsonSchemaText } from '../scenario/json-schema.js';
import type { Context } from './context.js';

export function configure(command: Command, { io }: Context): void {
  command.action(() => {
    io.stdout.write(scenarioJsonSchemaText());
  });
}
