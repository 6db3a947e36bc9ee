import { z } from 'zod';
import { KINDS, type Kinds } from './kinds.js';
import { scenarioSchemaOf } from './schema.js';

/** The JSON Schema of scenario files, for editors; `latsim schema` prints it. */
export function scenarioJsonSchema(kinds: Kinds = KINDS): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(scenarioSchemaOf(kinds), {
    io: 'input',
    // What editors (yaml-language-server) know best.
    target: 'draft-7',
  });
  return {
    $schema,
    // A name: it is no address to read it from.
    $id: 'urn:latsim:scenario',
    title: 'latsim scenario',
    description: 'A scenario of latsim: fleet, load, store and router of one simulated set-up.',
    ...schema,
    oneOf: [
      { required: ['fleet', 'load'], not: { required: ['modelGroups'] } },
      {
        required: ['modelGroups'],
        not: { anyOf: [{ required: ['fleet'] }, { required: ['load'] }] },
      },
    ],
  };
}

/** The text of the shipped file. */
export function scenarioJsonSchemaText(): string {
  return `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`;
}
