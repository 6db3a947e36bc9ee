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

/** One lost update, step by step. */
export function lostUpdateSection({ loss, run, again }: TracedLoss): PageSection {
  const sequence = sequenceOfLoss(loss, run);
  const data: LostUpdateData = { sequence };
  return {
    id: 'lost-update',
    title: 'One lost update',
    body: html`${paragraphs([`${sequence.title}.`], 'lead')}${storyFigure(sequence, 'lost-update-picture')}${paragraphs([sequence.subtitle], 'small')}${commandBlock(again)}`,
    data,
  };
}

/** A story as a picture. @param id sets it apart from others of the page */
export function storyFigure(sequence: Sequence, id: string): Html {
  return figure(
    new Html(drawing(pictureOfSequence(sequence, id))),
    'Who does what, and what is stored',
  );
}
