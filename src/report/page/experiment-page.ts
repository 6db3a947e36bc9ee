import { replicationsText } from '../../text/figures.js';
import { footerOf } from '../kit/source.js';
import type { KnownPanel } from '../known/panel.js';
import { answerTitle } from '../run/answer.js';
import type { Heading } from '../run/heading.js';
import { checkSection } from './check.js';
import type { Page } from './document.js';
import { type EmbeddedRun, experimentData } from './experiment-data.js';
import { findingOfRun, findingSection } from './finding.js';
import { knownSection } from './known.js';
import { lostUpdateSection, type TracedLoss } from './lost-update.js';
import { type SettingsData, settingsSection } from './settings.js';

/** What a page tells of an experiment. */
export interface Experiment {
  /** The first is the one that the page is about. */
  readonly runs: readonly [EmbeddedRun, ...EmbeddedRun[]];
  readonly heading: Heading;
  /** What the router knows, with each of them. */
  readonly known: readonly KnownPanel[];
  /** Absent: no update is lost. */
  readonly loss?: TracedLoss | undefined;
  /** What a reader may change; absent: nothing, as what is run is not carried. */
  readonly settings?: SettingsData | undefined;
  /** The command that repeats it. */
  readonly again: string;
}

/** A page about an experiment. */
export function experimentPage({ runs, heading, known, loss, settings, again }: Experiment): Page {
  const [{ report }] = runs;
  const experiment = experimentData(runs, again, heading.where.events);
  return {
    title: answerTitle(report),
    sections: [
      findingSection(findingOfRun(report, heading, again)),
      ...knownSection(known),
      ...(loss === undefined ? [] : [lostUpdateSection(loss)]),
      settingsSection(heading, settings),
      checkSection(experiment),
    ],
    data: { experiment },
    footer: footerOf({ ...report, runs: replicationsText(report.replications.length) }),
  };
}
