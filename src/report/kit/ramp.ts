import { FAST, SLOWER } from './palette.js';

/** The middle of a ramp: neither. */
const MIDDLE = '#e8e4dc';

/** A colour of an area, and the class of what stands on it: a page lets nothing have a style of its own. */
export interface RampColour {
  readonly fill: string;
  readonly on: 'on-light' | 'on-dark';
}

/** Rules for what stands on such an area, the same in light and dark pages. */
export const RAMP_STYLE = `  .on-light { fill: #1f2328; }
  .on-dark { fill: #ffffff; }
`;

/**
 * A colour between orange and blue, those of slower groups and of the fastest one, through a light
 * middle: told apart by the colour-blind, and also in grey by how dark its ends are.
 * @param part 0: orange, 1: blue
 */
export function rampColour(part: number): RampColour {
  const ends = part < 0.5 ? [SLOWER[0] as string, MIDDLE] : [MIDDLE, FAST];
  const within = part < 0.5 ? part * 2 : part * 2 - 1;
  const mixed = [1, 3, 5].map((at) => {
    const [from = 0, to = 0] = ends.map((colour) => Number.parseInt(colour.slice(at, at + 2), 16));
    return Math.round(from + within * (to - from));
  });
  const fill = `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
  return { fill, on: luminance(mixed) > 0.3 ? 'on-light' : 'on-dark' };
}

/** About how light a colour is, 0..1. */
function luminance(rgb: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = rgb.map((value) => (value / 255) * (value / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
