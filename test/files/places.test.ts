import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refuseSamePlace } from '../../src/files/places.js';
import { workFolder } from '../cli/latsim.js';

const folder = workFolder({ 'a.yaml': '' });
symlinkSync(folder, join(folder, 'link'));
symlinkSync(join(folder, 'a.yaml'), join(folder, 'a-link.yaml'));
symlinkSync('x.json', join(folder, 'new-link'));
symlinkSync('circle', join(folder, 'circle'));
const place = (what: string, ...names: string[]) => ({ what, path: join(folder, ...names) });

describe('one place', () => {
  it.each([
    ['by another name', ['x.json'], ['link', 'x.json']],
    ['by a link to what is not there yet', ['x.json'], ['new-link']],
    ['by a link to itself', ['circle'], ['link', 'circle']],
    ['in a folder that is not there', ['no', 'x.json'], ['no', 'y', '..', 'x.json']],
  ])('for two outputs is refused: %s', (_, one, other) => {
    const both = [place('--output', ...one), place('--save-baseline', ...other)];
    expect(() => refuseSamePlace(folder, both, [])).toThrow(
      /--save-baseline would .* also --output/,
    );
  });

  it('for an output and an input is refused', () => {
    const written = [place('--reporter json', 'a-link.yaml')];
    expect(() => refuseSamePlace(folder, written, [place('a scenario', 'link', 'a.yaml')])).toThrow(
      'also a scenario',
    );
  });

  it('is found from the working folder', () => {
    const both = ['--output', '--baseline'].map((what) => ({ what, path: 'x.json' }));
    const [one, other] = both as [(typeof both)[0], (typeof both)[0]];
    expect(() => refuseSamePlace(folder, [one], [place('it', 'x.json')])).toThrow('also it');
    expect(() =>
      refuseSamePlace(join(folder, 'no'), [other], [place('it', 'x.json')]),
    ).not.toThrow();
  });

  it('is fine for what is read twice, and for devices', () => {
    const twice = [place('a scenario', 'a.yaml'), place('--baseline', 'a.yaml')];
    const nowhere = ['--reporter json', '--reporter junit'].map((what) => ({
      what,
      path: '/dev/null',
    }));
    expect(() =>
      refuseSamePlace(folder, [place('--output', 'b'), ...nowhere], twice),
    ).not.toThrow();
  });
});
