import {
  gravestPossible,
  marginAt,
  VERDICT_LABELS,
  VERDICT_NAMES,
  type Verdict,
  verdictOf,
  verdictsPossible,
} from '../../measure/verdict.js';
import { type Estimation, neededFor, tooFew } from '../../stats/interval.js';
import { meanOf } from '../../stats/moments.js';
import { estimateProportion } from '../../stats/proportion.js';
import { percent } from '../../text/figures.js';
import { intervalText, nothingCounted } from '../figures.js';
import { inBrackets, noAfter, operator } from '../grammar.js';
import type { JudgedEvidence, JudgedShare, Judgement, Ruling } from '../judgement.js';
import type { Layout, ModelGroupLayout } from '../layout.js';
import { hopelessText, NOTHING_COUNTED, tooFewText } from '../meaning.js';
import {
  type Context,
  type GroupName,
  onlyModelGroup,
  readModelGroupName,
  writeName,
} from '../names.js';
import { observeShare, observeShareByReplication } from '../observe.js';
import type { Scanner } from '../scanner.js';
import type { CountedKind, Measuring } from './kind.js';
import { shareOfGroup } from './share.js';

/** Verdicts that can be expected: `undecided` is no property of what is simulated. */
export const EXPECTED_VERDICTS = [
  'degraded',
  'differentiated',
  'inverted',
  'not-applicable',
] as const satisfies readonly Verdict[];
export type ExpectedVerdict = (typeof EXPECTED_VERDICTS)[number];

/** How they may be written: by their names, or as people read them (`effective`). */
const SPELLINGS: ReadonlyMap<string, ExpectedVerdict> = new Map(
  EXPECTED_VERDICTS.flatMap((verdict): [string, ExpectedVerdict][] => [
    [verdict, verdict],
    [VERDICT_NAMES[verdict].replaceAll(' ', '-'), verdict],
  ]),
);

export interface VerdictExpectation {
  readonly kind: 'verdict';
  /** null: the gravest of all model groups. */
  readonly modelGroup: string | null;
  readonly comparison: '==' | '!=';
  readonly verdict: ExpectedVerdict;
}

/** `verdict`: the share of the fastest group, by which it is judged. */
type VerdictFigure = Pick<VerdictExpectation, 'kind' | 'modelGroup'>;

const figure: Measuring<VerdictFigure> = {
  unit: 'share',
  example: 'verdict',

  read(scanner, { name }, context) {
    if (name !== 'verdict') return null;
    const { offset } = scanner;
    const modelGroup = ofModelGroup(scanner, context);
    if (modelGroup === null && !onlyModelGroup(context)) {
      const names = context.modelGroups.map((one) => `verdict(${writeName(one.name)})`);
      const message = 'the verdict of several model groups is not judged by one figure';
      scanner.fail(message, `name one of them: ${names.join(' or ')}`, offset);
    }
    noAfter(scanner);
    return { kind: 'verdict', modelGroup };
  },

  write: ({ modelGroup }) => `verdict${inBracketsText(modelGroup)}`,

  plainly: ({ modelGroup }, layout) => {
    const { group, modelGroup: within } = judgedGroup(modelGroup, layout);
    const isOnly = layout.modelGroups.length === 1;
    return shareOfGroup({ group, modelGroup: isOnly ? null : within });
  },

  observe({ modelGroup }, counts, layout, alpha) {
    const observed = shareOfGroup(judgedGroup(modelGroup, layout));
    const { values, requests } = observeShare(observed, counts, layout);
    return {
      values: observeShareByReplication(observed, counts, layout),
      estimation: estimateProportion(values, requests, alpha),
    };
  },
};

/** The fastest group, by whose share it is judged. */
function judgedGroup(modelGroup: string | null, { modelGroups }: Layout): GroupName {
  const judged = modelGroups.find(({ name }) => modelGroup === null || name === modelGroup);
  const { name, groups, fastest } = judged as ModelGroupLayout;
  return { group: groups[fastest]?.name as string, modelGroup: name };
}

/** `verdict == differentiated`: of one model group, or the gravest of all. */
export const verdict: CountedKind<VerdictExpectation> = {
  kind: 'verdict',
  says: 'the verdict on the router',
  measures: ['verdict'],
  forms: [
    {
      example: 'verdict == differentiated',
      judged: 'the verdict, the gravest of several model groups',
    },
  ],
  how: 'interval',
  needs: 'replications',

  read(scanner, { name }, context) {
    if (name !== 'verdict') return null;
    const modelGroup = ofModelGroup(scanner, context);
    const comparison = operator(scanner, 'verdict', ['==', '!=']);
    const expected = readVerdict(scanner);
    noAfter(scanner);
    return { kind: 'verdict', modelGroup, comparison, verdict: expected };
  },

  write({ modelGroup, comparison, verdict }) {
    return `verdict${inBracketsText(modelGroup)} ${comparison} ${verdict}`;
  },

  intervals: ({ modelGroup }, modelGroups) => (modelGroup === null ? modelGroups : 1),
  judge: judgeVerdict,
  meaning: verdictText,
  figure,

  normalised: (expectation, context) => ({
    ...expectation,
    modelGroup: onlyModelGroup(context) ? null : expectation.modelGroup,
  }),

  excludes(one, other) {
    if (one.modelGroup !== other.modelGroup) return false;
    if (one.comparison === '!=' && other.comparison === '!=') return false;
    const same = one.verdict === other.verdict;
    return one.comparison === other.comparison ? !same : same;
  },
};

/** `(m)`, if it is there. */
function ofModelGroup(scanner: Scanner, context: Context): string | null {
  return scanner.peek(/\(/y) === undefined
    ? null
    : inBrackets(scanner, () => readModelGroupName(scanner, context));
}

function inBracketsText(modelGroup: string | null): string {
  return modelGroup === null ? '' : `(${writeName(modelGroup)})`;
}

function readVerdict(scanner: Scanner): ExpectedVerdict {
  const { offset } = scanner;
  const known = [...SPELLINGS.keys()];
  const remedy = `use one of ${known.join(', ')}`;
  const name = scanner.expect(/[\p{L}-]+/uy, 'a verdict', remedy);
  if (name === 'undecided') {
    scanner.fail(
      '"undecided" says that there were too few replications, so it cannot be expected',
      remedy,
      offset,
    );
  }
  return (
    SPELLINGS.get(name) ?? scanner.fail(`there is no verdict "${name}"`, { name, known }, offset)
  );
}

/** What a model group's verdict can be, as far as is known. */
interface ModelGroupEvidence {
  readonly modelGroup: string;
  readonly group: string;
  readonly possible: readonly Verdict[];
  readonly estimation: Estimation | null;
  /** The mean share of the fastest group; null without requests. */
  readonly share: number | null;
  /** The share that random choice would give it. */
  readonly blind: number;
  /** How far from that still counts as the same. */
  readonly reach: number;
  /** Whether the router could tell its groups apart. */
  readonly comparable: boolean;
  readonly replications: number;
}

function judgeVerdict(
  { modelGroup, comparison, verdict }: VerdictExpectation,
  evidence: JudgedEvidence,
): Ruling {
  const parts = evidence.layout.modelGroups
    .filter(({ name }) => modelGroup === null || name === modelGroup)
    .map((layout) => evidenceOf(layout, evidence));
  const possible = gravestPossible(parts.map((part) => part.possible));
  const matching = possible.filter((one) => (one === verdict) === (comparison === '=='));
  const decided =
    matching.length === possible.length ? 'pass' : matching.length === 0 ? 'fail' : 'inconclusive';
  const decision = evidence.complete ? decided : 'inconclusive';
  const open = parts.filter((part) => part.possible.length > 1);
  const needs = open.map((part) => part.estimation && neededFor(part.estimation, distanceOf(part)));
  const inside = insideOf(verdict, parts);
  const [only] = parts;
  return {
    decision,
    estimate: verdictOf(possible),
    interval:
      parts.length === 1 && only?.estimation ? [only.estimation.low, only.estimation.high] : null,
    level: parts.some(({ estimation }) => estimation !== null) ? 1 - evidence.alpha : null,
    threshold: comparison === '==' ? verdict : `not ${verdict}`,
    margin: inside === null || comparison === '==' ? inside : 0 - inside,
    unit: 'verdict',
    replications: Math.min(...parts.map(({ replications }) => replications)),
    needed:
      decision !== 'inconclusive' || open.length === 0 || needs.includes(null)
        ? null
        : Math.max(...needs.map((n) => n ?? 0)),
    counterexample: null,
    parts: parts.map(({ modelGroup, group, share, possible, blind }) => ({
      modelGroup,
      group,
      share,
      verdict: verdictOf(possible),
      blind,
    })),
  };
}

function evidenceOf(layout: ModelGroupLayout, evidence: JudgedEvidence): ModelGroupEvidence {
  const { name, groups, fastest, comparable } = layout;
  const group = groups[fastest]?.name as string;
  const of = { group, modelGroup: name };
  const { counts, alpha } = evidence;
  const { values, requests } = observeShare(
    { measure: 'share', of, after_s: 0 },
    counts,
    evidence.layout,
  );
  const estimation = estimateProportion(values, requests, alpha);
  const deployments = groups.reduce((sum, one) => sum + one.deployments, 0);
  const blind = (groups[fastest]?.deployments ?? 0) / deployments;
  const interval = estimation && ([estimation.low, estimation.high] as const);
  const possible: Verdict[] = comparable
    ? verdictsPossible(interval, blind, evidence.margin)
    : ['not-applicable'];
  return {
    modelGroup: name,
    group,
    possible,
    estimation,
    share: values.length === 0 ? null : meanOf(values),
    blind,
    reach: marginAt(blind, evidence.margin),
    comparable,
    replications: values.length,
  };
}

/** How near the estimate is to where another verdict begins. */
function distanceOf({ share, blind, reach }: ModelGroupEvidence): number {
  const off = (share ?? blind) - blind;
  return Math.min(Math.abs(off + reach), Math.abs(off - reach));
}

/**
 * How far inside the shares are of what makes this the gravest verdict: no model group has a graver
 * one, and at least one has none that is less grave. Negative outside; null where no share decides.
 */
function insideOf(verdict: Verdict, parts: readonly ModelGroupEvidence[]): number | null {
  const shares = parts.flatMap(({ comparable, share, blind, reach }) =>
    comparable && share !== null ? [{ off: share - blind, reach }] : [],
  );
  if (shares.length === 0 || verdict === 'not-applicable') return null;
  const above = (edge: -1 | 1) => Math.min(...shares.map(({ off, reach }) => off - edge * reach));
  const below = (edge: -1 | 1) => Math.max(...shares.map(({ off, reach }) => edge * reach - off));
  if (verdict === 'differentiated') return above(1);
  return verdict === 'inverted' ? below(-1) : Math.min(above(-1), below(1));
}

/** The verdict, what was expected, and the share of the model group that makes it so. */
function verdictText(
  { comparison, verdict: expected }: VerdictExpectation,
  judgement: Judgement,
): string {
  if (nothingCounted(judgement)) return NOTHING_COUNTED;
  const { decision, estimate, parts } = judgement;
  const found = estimate as Verdict;
  const few = found === 'undecided' && tooFew(judgement.replications);
  const deciding = parts.find((part) => part.verdict === found);
  const where = parts.length > 1 && deciding ? `, because of ${deciding.modelGroup}` : '';
  const wanted =
    comparison === '=='
      ? `It should be ${VERDICT_NAMES[expected]}.`
      : `It should not be ${VERDICT_NAMES[expected]}.`;
  return [
    `The verdict is ${VERDICT_NAMES[found]}${where}${few ? '' : `: ${VERDICT_LABELS[found]}`}.`,
    ...(deciding ? shareText(deciding, judgement) : []),
    ...(decision === 'pass' ? [] : [wanted]),
    ...(decision === 'inconclusive'
      ? few
        ? [tooFewText(judgement)]
        : hopelessText(judgement)
      : []),
  ].join(' ');
}

function shareText({ group, share, blind }: JudgedShare, judgement: Judgement): string[] {
  if (share === null || blind === null) return [];
  const interval = intervalText(judgement);
  const known = interval === '' ? '' : `,${interval}`;
  return [
    `${group}, the fastest group, gets ${percent(share)} of the requests${known}; random choice would give it ${percent(blind)}.`,
  ];
}
