import type { Command } from 'commander';
import { scenarioJsonSchemaText } from '../scenario/json-schema.js';
import type { Invocation } from './invocation.js';

export function configure(command: Command, { io }: Invocation): void {
  command.action(() => {
    io.stdout.write(scenarioJsonSchemaText());
  });
}
