import * as z from 'zod';
import {
  FORMER_DISTRIBUTION,
  FORMER_REPLICATIONS,
  FORMER_STRATEGY,
  type FormerName,
} from './former-names.js';
import { KINDS, type Kinds } from './kinds.js';
import { scenarioSchemaOf } from './schema.js';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The JSON Schema of scenario files, for editors; `latsim schema` prints it. */
export function scenarioJsonSchema(kinds: Kinds = KINDS): Record<string, unknown> {
  const { $schema, ...present } = z.toJSONSchema(scenarioSchemaOf(kinds), {
    io: 'input',
    // What editors (yaml-language-server) know best.
    target: 'draft-7',
  });
  const schema = alsoNamed(
    FORMER_REPLICATIONS,
    routerAlsoNamed(distributionsAlsoNamed(present) as JsonSchema),
  );
  return {
    $schema,
    // A name, not an address. The number goes up when a scenario that was valid no longer is.
    $id: 'urn:latsim:scenario:1',
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

/** Every distribution in a schema with both names of its key. */
function distributionsAlsoNamed(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map(distributionsAlsoNamed);
  const entries = Object.entries(schema).map(([key, each]) => [key, distributionsAlsoNamed(each)]);
  const inside = Object.fromEntries(entries) as JsonSchema;
  return inside.type === 'object' ? alsoNamed(FORMER_DISTRIBUTION, inside) : inside;
}

/** The router's strategy under both names. */
function routerAlsoNamed(schema: JsonSchema): JsonSchema {
  const { router, ...others } = schema.properties ?? {};
  if (router === undefined) return schema;
  const both = alsoNamed(FORMER_STRATEGY, router as JsonSchema);
  return { ...schema, properties: { ...others, router: both } };
}

/** The schema of a map that has a field under one of two names, if it has it at all. */
function alsoNamed({ former, present }: FormerName, schema: JsonSchema): JsonSchema {
  const { properties = {}, required = [] } = schema;
  if (properties[present] === undefined) return schema;
  const { default: _, ...field } = properties[present] as JsonSchema;
  const description = `Former name of ${present}.`;
  const isNeeded = required.includes(present);
  return {
    ...schema,
    // Draft 7 has no `deprecated`; editors know one of the two.
    properties: {
      ...properties,
      [former]: { ...field, description, deprecated: true, deprecationMessage: description },
    },
    required: required.filter((name) => name !== present),
    ...(isNeeded
      ? { oneOf: [{ required: [present] }, { required: [former] }] }
      : { not: { required: [present, former] } }),
  };
}

/** The text of the shipped file. */
export function scenarioJsonSchemaText(): string {
  return `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`;
}
