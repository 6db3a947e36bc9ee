import { describe, expect, it } from 'vitest';
import { scenarioJsonSchema, scenarioJsonSchemaText } from '../../src/scenario/json-schema.js';

describe('the JSON Schema', () => {
  it('is the one that is shipped (npm run schema writes it)', async () => {
    await expect(scenarioJsonSchemaText()).toMatchFileSnapshot(
      '../../scenarios/scenario.schema.json',
    );
  });

  it('describes every field', () => {
    const missing: string[] = [];
    const walk = (schema: unknown, path: string): void => {
      if (typeof schema !== 'object' || schema === null) return;
      for (const [key, value] of Object.entries(schema)) {
        const here = `${path}/${key}`;
        if (path.endsWith('/properties') && !('description' in value)) {
          missing.push(here);
        }
        walk(value, here);
      }
    };
    walk(scenarioJsonSchema(), '');
    expect(missing).toEqual([]);
  });

  it('refuses unknown keys and knows the defaults', () => {
    const schema = scenarioJsonSchema() as {
      additionalProperties: boolean;
      properties: Record<string, { default?: unknown }>;
    };
    expect(schema.additionalProperties).toBe(false);
    expect(schema.properties.replications?.default).toBe(20);
    expect(schema.properties.margin?.default).toBe('10%');
  });
});
