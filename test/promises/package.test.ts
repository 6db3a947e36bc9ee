import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Packed {
  readonly files: readonly { readonly path: string }[];
}

/** What `npm pack` would put into the tarball; without scripts, which would build once more. */
function packedFiles(): string[] {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const output = execFileSync('npm', args, { cwd: root, encoding: 'utf8' });
  // npm 11 gives a list, newer versions an object by package name.
  const [packed] = Object.values(JSON.parse(output) as Record<string, Packed>);
  return (packed as Packed).files.map(({ path }) => path);
}

describe('the tarball', () => {
  const files = packedFiles();

  it('offers the command, the library, its types and the scenarios', () => {
    for (const file of [
      'bin/latsim.js',
      'dist/cli/main.js',
      'dist/index.js',
      'dist/index.d.ts',
      'scenarios/16x4.yaml',
      'scenarios/scenario.schema.json',
      'README.md',
      'LICENSE',
      'package.json',
    ]) {
      expect(files).toContain(file);
    }
  });

  it('carries no tests, fixtures, sources or settings', () => {
    const shipped = /^(bin|dist|scenarios)\/|^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/;
    expect(files.filter((file) => !shipped.test(file))).toEqual([]);
    expect(files.filter((file) => /test|fixture/.test(file))).toEqual([]);
  });
});
