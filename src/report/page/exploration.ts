import type { ChoicesFound } from '../../studies/explore/choices.js';
import type { ExploreFound } from '../../studies/explore/explore.js';
import { type ExploreFinding, exploreFinding } from '../explore/finding.js';
import { OVERVIEW_TITLES, overviewRows } from '../explore/matrix-verdict.js';
import { scopeText } from '../explore/scope.js';
import { type ExploreAsked, subjectsOf, triedRows } from '../explore/verdict.js';
import { type Html, html } from '../kit/html.js';
import { PLAIN } from '../kit/style.js';
import { capital } from '../kit/words.js';
import { choicesSection } from './choices.js';
import type { PageSection } from './document.js';
import type { PageFinding } from './finding.js';
import { storySection } from './lost-update.js';
import { adviceBlocks, commandBlock, dataTable, labelledList, paragraphs } from './parts.js';

/** An exploration, and what was asked. */
export interface ToldExploration {
  readonly found: NonNullable<ExploreFound>;
  readonly asked: ExploreAsked;
  /** What of it can be gone through by hand; null: it was interrupted. */
  readonly choices: ChoicesFound | null;
  /** The command that repeats it, all orders. */
  readonly again: string;
}

/** What an exploration came to: its finding and the sections after that. */
export function explorationParts({ found, asked, choices, again }: ToldExploration): {
  readonly title: string;
  readonly finding: PageFinding;
  readonly sections: readonly PageSection[];
  readonly footer: readonly string[];
} {
  const told = exploreFinding(found, asked);
  const { program, title, story, next } = told;
  const [rerun] = next;
  const isWrong = violated(found);
  return {
    title,
    finding: {
      sentences: sentencesOf(told),
      brief: subjectsOf(program, asked),
      beside: [],
      evidence: evidenceOf(found, asked),
      again: isWrong && rerun !== undefined ? rerun : again,
    },
    sections: [
      ...(story === null ? [] : [storySection(story)]),
      ...(choices === null ? [] : [choicesSection(choices)]),
      ...(isWrong || next.length === 0 ? [] : [nextSection(told)]),
      { id: 'repeat', title: 'The same again', body: repeated(again) },
    ],
    footer: [`${asked.tool.name} ${asked.tool.version}`, ...subjectsOf(program, asked)],
  };
}

/** The same on a page about a run: whether its logger can go wrong at all. */
export function explorationSections({
  found,
  asked,
  choices,
  again,
}: ToldExploration): PageSection[] {
  const told = exploreFinding(found, asked);
  return [
    {
      id: 'exploration',
      title: 'In every order of the steps',
      body: html`${paragraphs([told.said], 'lead')}${evidenceOf(found, asked)}${adviceBlocks(told.next)}${repeated(again)}`,
    },
    ...(choices === null ? [] : [choicesSection(choices)]),
  ];
}

/** Nothing is explored in a page: who doubts it asks the command line. */
function repeated(again: string): Html {
  return html`${paragraphs([SAYS_REPEATED], 'small')}${commandBlock(again)}`;
}

const SAYS_REPEATED =
  'What all orders come to is the command line’s, and is not computed again in this page. There is no chance in it: this finds the same.';

/** The title, and what it does not say. */
function sentencesOf({ title, said }: ExploreFinding): string[] {
  if (!said.startsWith(title)) return [`${title}.`, said];
  const rest = said.slice(title.length).replace(/^[.:]\s*/, '');
  return rest === '' ? [`${title}.`] : [`${title}.`, capital(rest)];
}

function violated(found: NonNullable<ExploreFound>): boolean {
  switch (found.kind) {
    case 'matrix':
      return found.report.programs.some(({ violation }) => violation !== null);
    default:
      return found.report.violation !== null;
  }
}

function evidenceOf(found: NonNullable<ExploreFound>, { limits }: ExploreAsked): Html {
  switch (found.kind) {
    case 'matrix':
      return dataTable(
        'What came out, by program',
        OVERVIEW_TITLES.map((title) => ({ title })),
        overviewRows(found.report, PLAIN),
      );
    case 'explored':
      return labelledList(triedRows(found.report, limits));
    case 'replayed':
      return labelledList([
        ['program', scopeText(found.report.program)],
        ['schedule', found.report.schedule],
      ]);
  }
}

function nextSection({ next }: ExploreFinding): PageSection {
  return { id: 'next', title: 'What to try next', body: adviceBlocks(next) };
}
