import type { LostUpdate } from '../../worlds/simulate/lost-update.js';
import { Html, html } from '../kit/html.js';
import { drawing } from '../kit/picture.js';
import type { Sequence } from '../sequence/sequence.js';
import { pictureOfSequence } from '../sequence/svg.js';
import { sequenceOfLoss, type TracedRun } from '../trace/sequence.js';
import type { PageSection } from './document.js';
import { commandBlock, figure, paragraphs } from './parts.js';

/** One lost update of a run. */
export interface TracedLoss {
  readonly loss: LostUpdate;
  readonly run: TracedRun;
  /** The command that shows it again. */
  readonly again: string;
}

/** What the panel of this section is given. */
export interface LostUpdateData {
  readonly sequence: Sequence;
}

/** One lost update of a run, step by step. */
export function lostUpdateSection({ loss, run, again }: TracedLoss): PageSection {
  return storySection(sequenceOfLoss(loss, run), again);
}

/**
 * How it goes wrong, step by step.
 * @param again the command that shows it again
 */
export function storySection(sequence: Sequence, again?: string): PageSection {
  const data: LostUpdateData = { sequence };
  const drawn = drawing(pictureOfSequence(sequence, 'lost-update-picture'));
  return {
    id: 'lost-update',
    title: sequence.unit === 'ms' ? 'One lost update' : 'How it goes wrong',
    body: html`${paragraphs([`${sequence.title}.`], 'lead')}${figure(new Html(drawn), 'Who does what, and what is stored')}${paragraphs([sequence.subtitle], 'small')}${again === undefined ? undefined : commandBlock(again)}`,
    data,
  };
}
