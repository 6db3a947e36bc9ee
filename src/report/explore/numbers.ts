import { count, type WholeNumber } from '../../text/figures.js';

/** `2 tasks`, `1 process`. */
export function plural(number: WholeNumber, noun: string): string {
  if (number === 1) return `1 ${noun}`;
  return `${count(number)} ${noun}${noun.endsWith('s') ? 'es' : 's'}`;
}

const SMALL = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** A whole number in a sentence: `two`, `12`. */
export function spelled(number: number): string {
  return SMALL[number] ?? count(number);
}

/** 'lists of 2 samples'. */
export function listsText(listSize: number): string {
  return `lists of ${plural(listSize, 'sample')}`;
}
