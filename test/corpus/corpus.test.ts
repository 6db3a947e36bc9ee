import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { explore } from '../worlds/explore/explored.js';
import type { Entry } from './entry.js';

const entriesOf = async (folder: string): Promise<[string, Entry][]> => {
  const path = fileURLToPath(new URL(`./${folder}/`, import.meta.url));
  const files = readdirSync(path).sort();
  return Promise.all(
    files.map(async (file): Promise<[string, Entry]> => {
      const module = (await import(/* @vite-ignore */ join(path, file))) as { default: Entry };
      return [file, module.default];
    }),
  );
};

const faulty = await entriesOf('faulty');
const correct = await entriesOf('correct');

describe('the corpus', () => {
  it('is large enough', () => {
    expect(faulty.length).toBeGreaterThanOrEqual(20);
    expect(correct.length).toBeGreaterThanOrEqual(10);
  });

  it.each(faulty)('%s: the fault is found', (_, { logger, on, expected }) => {
    const { exhaustive, violation, kinds } = explore({ logger, ...on });
    expect({ exhaustive, kind: violation?.kind, kinds }).toMatchObject({
      exhaustive: true,
      kind: expected,
    });
  });

  it.each(correct)('%s: no false alarm', (_, { logger, on }) => {
    const { exhaustive, violation, kinds, serializabilityChecked } = explore({ logger, ...on });
    expect({ exhaustive, violation, kinds, serializabilityChecked }).toEqual({
      exhaustive: true,
      violation: null,
      kinds: [],
      serializabilityChecked: true,
    });
  });
});
