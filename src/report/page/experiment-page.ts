import { lowestLatencyKind } from '../../strategies/lowest-latency/strategy.js';
import { replicationsText } from '../../text/figures.js';
import type { CompareReport } from '../compare/report.js';
import { footerOf } from '../kit/source.js';
import type { KnownPanel } from '../known/panel.js';
import type { Heading } from '../run/heading.js';
import { checkSection } from './check.js';
import { comparisonSection } from './comparison.js';
import type { Page, PageSection } from './document.js';
import { type EmbeddedRun, type ExperimentData, experimentData } from './experiment-data.js';
import { explorationSections, type ToldExploration } from './exploration.js';
import { findingSection, type PageFinding } from './finding.js';
import { knownSection } from './known.js';
import { lostUpdateSection, type TracedLoss } from './lost-update.js';
import { carriedOf } from './own-part.js';
import { type SettingsData, settingsSection } from './settings.js';
import { wordsSection } from './words.js';

/** What was simulated for a page. */
export interface ToldExperiment {
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

/** What a page tells beside what the experiment is. */
export interface PageContents {
  /** What a window is called that shows it. */
  readonly title: string;
  readonly finding: PageFinding;
  /** After what the router knows and what is lost. */
  readonly more?: readonly PageSection[];
  /** Beside a page about one run. */
  readonly comparison?: CompareReport | undefined;
  readonly exploration?: ToldExploration | undefined;
}

/** A page about an experiment. */
export function experimentPage(experiment: ToldExperiment, told: PageContents): Page {
  const { runs, heading, known, loss, settings, again } = experiment;
  const { title, finding, more = [], comparison, exploration } = told;
  const [{ report }] = runs;
  const data = experimentData(runs, again, heading.where.events);
  return {
    title,
    sections: [
      findingSection(finding),
      ...knownSection(known),
      ...(loss === undefined ? [] : [lostUpdateSection(loss)]),
      ...more,
      ...(comparison === undefined ? [] : [comparisonSection(comparison)]),
      ...(exploration === undefined ? [] : explorationSections(exploration)),
      settingsSection(heading, settings),
      checkSection(data),
      wordsSection,
    ],
    data: { experiment: data },
    engine: engineFor(data),
    footer: footerOf({ ...report, runs: replicationsText(report.replications.length) }),
  };
}

function engineFor({ results }: ExperimentData): NonNullable<Page['engine']> {
  if (results.some(({ own }) => carriedOf(own) !== undefined)) return 'own code';
  return results.every(({ strategy }) => strategy === lowestLatencyKind.name)
    ? 'one strategy'
    : 'all strategies';
}
