import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { AtomicFile } from '../../src/files/atomic-file.js';
import { workFolder } from '../cli/latsim.js';

const root = workFolder();
let folder = root;
let number = 0;
beforeEach(() => {
  folder = join(root, String(number++));
  mkdirSync(folder);
});

it('is there in full once it is committed, and not before', () => {
  const path = join(folder, 'out');
  const file = new AtomicFile(path);
  file.write('a'.repeat(1_000_000));
  expect(readdirSync(folder)).not.toContain('out');
  file.commit();
  file.discard();
  expect(readdirSync(folder)).toEqual(['out']);
  expect(readFileSync(path, 'utf8')).toHaveLength(1_000_000);
});

it('leaves what was there when it is discarded', () => {
  const path = join(folder, 'out');
  writeFileSync(path, 'old');
  const file = new AtomicFile(path);
  file.write('new');
  file.discard();
  expect(readdirSync(folder)).toEqual(['out']);
  expect(readFileSync(path, 'utf8')).toBe('old');
});

it('follows a link instead of replacing it', () => {
  writeFileSync(join(folder, 'target'), 'old');
  symlinkSync('target', join(folder, 'link'));
  const file = new AtomicFile(join(folder, 'link'));
  file.write('new');
  file.commit();
  expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('new');
  expect(readdirSync(folder).sort()).toEqual(['link', 'target']);
});

it('writes to devices directly', () => {
  const file = new AtomicFile('/dev/null');
  file.write('gone');
  file.commit();
  expect(readFileSync('/dev/null', 'utf8')).toBe('');
});

it('says what is in the way', () => {
  expect(() => new AtomicFile(folder)).toThrow('is a directory');
  expect(() => new AtomicFile(join(folder, 'no', 'out'))).toThrow('there is no such folder');
});
