import type { Command } from 'commander';
import { scenarioJsonSchemaText } from '../scenario/json-schema.js';

export function configure(command: Command): void {
  command.action(() => {
    process.stdout.write(scenarioJsonSchemaText());
  });
}
