import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

const source = (file: string) => fileURLToPath(new URL(`../../src/${file}`, import.meta.url));

/** The packages that a module loads when it is imported: its own imports, and theirs. */
async function packagesLoadedBy(file: string): Promise<Set<string>> {
  const { metafile } = await build({
    entryPoints: [source(file)],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    plugins: [
      {
        name: 'only what is imported at once',
        setup: ({ onResolve }) =>
          onResolve({ filter: /.*/ }, ({ kind, path }) =>
            kind === 'dynamic-import' ? { path, external: true } : undefined,
          ),
      },
    ],
  });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  return new Set(imports.filter(({ external }) => external).map(({ path }) => path));
}

// Reading a scenario takes them, which an exploration does not; they take longer to load than it.
it.each(['cli/main.ts', 'cli/explore.ts', 'cli/explore-all.ts', 'jobs/thread.ts'])(
  '%s loads neither zod nor yaml',
  async (file) => {
    const loaded = await packagesLoadedBy(file);
    expect([...loaded].filter((name) => /^(zod|yaml)\b/.test(name))).toEqual([]);
    expect(loaded.size).toBeGreaterThan(1);
  },
);

it('sees them where they are loaded', async () => {
  const loaded = await packagesLoadedBy('cli/run.ts');
  expect(loaded).toContain('zod');
  expect(loaded).toContain('yaml');
});

it('the library loads neither these nor anything of Node until it is asked', async () => {
  const loaded = await packagesLoadedBy('index.ts');
  expect(
    [...loaded].filter((name) => /^(node:|zod|yaml|csv|piscina|commander)/.test(name)),
  ).toEqual([]);
  expect(loaded.size).toBeGreaterThan(0);
});
