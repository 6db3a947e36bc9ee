import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { linksOf, pages, resolved } from '../docs/page.js';

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

  it('offers the command, the library, its types, the scenarios and the documentation', () => {
    for (const file of [
      'bin/latsim.js',
      'dist/cli/start.js',
      'dist/index.js',
      'dist/index.d.ts',
      'scenarios/16x4.yaml',
      'scenarios/scenario.schema.json',
      'docs/reference/cli.md',
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'README.md',
      'LICENSE',
      'package.json',
    ]) {
      expect(files).toContain(file);
    }
  });

  it('has a map beside each bundle, and the licenses of what is bundled', () => {
    const bundles = files.filter((file) => /^dist\/(?!browser\/).*\.js$/.test(file));
    expect(bundles.filter((file) => !files.includes(`${file}.map`))).toEqual([]);
    expect(readFileSync(join(root, 'dist/licenses.txt'), 'utf8')).toMatch(/^zod [\d.]+ \(MIT\)$/m);
  });

  it('has the types that the library refers to, and no others', () => {
    const types = files.filter((file) => file.endsWith('.d.ts'));
    expect(types).toContain('dist/strategies/lowest-latency/logger.d.ts');
    expect(types.filter((file) => /^dist\/(cli|browser)\//.test(file))).toEqual([]);
  });

  it('carries no tests, fixtures, sources or settings', () => {
    const shipped =
      /^(bin|dist|scenarios|docs)\/|^(package\.json|LICENSE|(README|CHANGELOG|CONTRIBUTING)\.md)$/;
    expect(files.filter((file) => !shipped.test(file))).toEqual([]);
    expect(files.filter((file) => /^test|fixture/.test(file))).toEqual([]);
  });

  it('has every page and picture that a page links to; tests are in the repository', () => {
    const broken = pages()
      .filter(({ path }) => files.includes(path))
      .flatMap((page) => linksOf(page).map((target) => ({ page, target })))
      .filter(({ target }) => !/^[a-z]+:/.test(target))
      .map(({ page, target }) => resolved(page, target).path)
      // Links that lead nowhere are found by docs.test.ts.
      .filter((path) => existsSync(join(root, path)) && !path.startsWith('test/'))
      .filter(
        (path) =>
          !files.some((file) => file === path || file.startsWith(`${path.replace(/\/$/, '')}/`)),
      );
    expect(broken).toEqual([]);
  });

  it('runs nothing when it is installed, of which npm would warn', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(Object.keys(scripts)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(pre|post)?install$|^prepare$/)]),
    );
  });
});
