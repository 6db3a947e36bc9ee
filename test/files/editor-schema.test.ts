import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { editorComment } from '../../src/files/editor-schema.js';
import { listShipped } from '../../src/files/read.js';
import { latsim } from '../cli/in-process.js';
import { workFolder } from '../cli/latsim.js';
import { ROOT } from '../docs/page.js';

/** What an editor takes for the schema of a file: a path from the file's folder. */
function schemaOf(file: string): string {
  const [, path = ''] =
    /^# yaml-language-server: \$schema=(\S+)$/m.exec(readFileSync(file, 'utf8')) ?? [];
  return resolve(dirname(file), path);
}

/** A project with latsim among its modules. */
function project(): string {
  const folder = workFolder();
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(ROOT, join(folder, 'node_modules/latsim'), 'dir');
  return folder;
}

describe('an editor finds the schema', () => {
  it('of what is written in a project that has latsim installed, in any folder of it', async () => {
    const cwd = project();
    const one = '  - { model_name: m, litellm_params: { model: openai/a } }\n';
    const config = `model_list:\n${one}${one.replace('/a', '/b')}`;
    const folder = workFolder({ 'config.yaml': config });
    await latsim(['init', 'scenario', 's.yaml'], { cwd });
    await latsim(['init', 'gate', 'ci/routing/g.yaml'], { cwd });
    await latsim(['import', join(folder, 'config.yaml'), '--output', 'ci/m.yaml'], { cwd });
    for (const file of ['s.yaml', 'ci/routing/g.yaml', 'ci/m.yaml']) {
      const schema = schemaOf(join(cwd, file));
      expect(schema).toBe(join(cwd, 'node_modules/latsim/scenarios/scenario.schema.json'));
      expect(existsSync(schema)).toBe(true);
    }
  });

  it('of what is written in a clone', () => {
    expect(editorComment(ROOT)).toBe(
      '# yaml-language-server: $schema=./scenarios/scenario.schema.json\n',
    );
    expect(editorComment(join(ROOT, 'docs/examples'))).toContain('=../../scenarios/scenario');
  });

  it('of each shipped scenario', () => {
    for (const { path } of listShipped()) expect(existsSync(schemaOf(path))).toBe(true);
  });

  it('of any other where latsim schema writes it, which is said', async () => {
    const cwd = workFolder();
    const beside =
      '# All fields, for an editor: latsim schema > scenario.schema.json\n' +
      '# yaml-language-server: $schema=./scenario.schema.json\n';
    await latsim(['init', 'scenario', 's.yaml'], { cwd });
    expect(readFileSync(join(cwd, 's.yaml'), 'utf8')).toContain(beside);
    // To stdout it is the same wherever it is asked for.
    const { stdout } = await latsim(['init', 'scenario', '-'], { cwd: project() });
    expect(stdout).toBe((await latsim(['init', 'scenario', '-'], { cwd })).stdout);
    expect(stdout).toContain(beside);
  });
});
