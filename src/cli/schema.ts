import type { Command } from 'commander';
import { scenarioJsonSchemaText } from '../scenario/json-schema.js';
import { examples } from './arguments.js';
import type { Invocation } from './invocation.js';

export function configure(command: Command, { io }: Invocation): void {
  examples(command, ['latsim schema > scenario.schema.json']).action(() => {
    io.stdout.write(scenarioJsonSchemaText());
  });
}
