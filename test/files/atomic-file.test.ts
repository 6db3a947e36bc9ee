import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  AppendedText,
  AtomicFile,
  NewFolder,
  type Outcome,
  placeAll,
} from '../../src/files/atomic-file.js';
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

it('writes where a link leads at which nothing is yet', () => {
  symlinkSync('target', join(folder, 'link'));
  const file = new AtomicFile(join(folder, 'link'));
  file.write('new');
  file.commit();
  expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('new');
  expect(readdirSync(folder).sort()).toEqual(['link', 'target']);
});

it('lets a file keep its mode', () => {
  const path = join(folder, 'out');
  writeFileSync(path, 'old');
  chmodSync(path, 0o600);
  new AtomicFile(path).commit();
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it.runIf(process.platform === 'linux')('says that there is no room', () => {
  const file = new AtomicFile('/dev/full');
  expect(() => file.write('text')).toThrow('/dev/full cannot be written: the disk is full');
  file.discard();
});

describe('all are placed, or none', () => {
  /** One that cannot be placed, as a file on which another is mounted. */
  const stuck: Outcome = {
    finish: () => undefined,
    place: () => {
      throw new Error('stuck');
    },
    takeBack: () => undefined,
    discard: () => undefined,
  };

  const written = (name: string) => {
    const file = new AtomicFile(join(folder, name));
    file.write('new');
    return file;
  };

  const content = () =>
    Object.fromEntries(readdirSync(folder).map((n) => [n, readFileSync(join(folder, n), 'utf8')]));

  it('what was there comes back, what was not goes, and nothing else stays', () => {
    writeFileSync(join(folder, 'old'), 'old');
    writeFileSync(join(folder, 'log'), 'line\n');
    const log = new AppendedText('log', join(folder, 'log'));
    log.write('more\n');
    const made = new NewFolder(join(folder, 'made'));
    const all = [written('old'), written('none'), log, made, written('made/in it')];
    expect(() => placeAll([...all, stuck, written('last')])).toThrow('stuck');
    expect(content()).toEqual({ old: 'old', log: 'line\n' });
  });

  it('otherwise all are there', () => {
    writeFileSync(join(folder, 'old'), 'old');
    placeAll([written('old'), written('none')]);
    expect(content()).toEqual({ old: 'new', none: 'new' });
  });
});
