import { createRequire } from 'node:module';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loggers } from '../../../src/index.js';
import {
  sequenceOfReplay,
  sequenceOfViolation,
  violationTitle,
} from '../../../src/report/explore/sequence.js';
import { PLAIN } from '../../../src/report/kit/style.js';
import { sequenceMarkdown } from '../../../src/report/sequence/markdown.js';
import { sequenceMermaid } from '../../../src/report/sequence/mermaid.js';
import { participantsOf, type Sequence } from '../../../src/report/sequence/sequence.js';
import { svgSequence } from '../../../src/report/sequence/svg.js';
import { textSteps } from '../../../src/report/sequence/text.js';
import { violationReport } from '../../../src/studies/explore/found.js';
import { explore } from '../../worlds/explore/explored.js';
import { expectRoom, overlap } from '../kit/measured.js';

const { JSDOM } = createRequire(import.meta.url)('jsdom') as {
  JSDOM: new (html: string) => { readonly window: { readonly document: unknown } };
};

const TOOL = { name: 'latsim', version: '0.0.0' } as const;
const violated = (name = 'unlocked', on: object = {}) => {
  const logger = loggers.find((one) => one.name === name)!;
  return violationReport(explore({ logger, ...on }).violation!);
};
const race = (name?: string, on?: object): Sequence =>
  sequenceOfViolation(violated(name, on), TOOL);
const RACES: readonly [string, object][] = [
  ['unlocked', {}],
  ['unlocked', { tasks: 3 }],
  ['unlocked', { processes: 2, deployments: 'distinct' }],
  ['locked-distributed', { processes: 2, leaseRunOuts: 1 }],
  ['compare-and-set', { tasks: 3, loggerOptions: { retries: 0, lease_s: 1 } }],
  ['locked', { expiries: 1 }],
];

/** Stories with any texts at all. */
const nasty = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.integer({ min: 1, max: 100 }).map((length) => 'W'.repeat(length)),
  fc.constantFrom('end', 'a; b', '# 35;', '<b>&amp;</b>', '%% no', 'a: b', '"', '', '{}', 'x\ny'),
  fc.constantFrom('|', '`', '```', '@someone', '~~', '</details>', 'rect', '---', '\u202e'),
);
const stories: fc.Arbitrary<Sequence> = fc
  .record({
    title: nasty,
    subtitle: nasty,
    unit: fc.constantFrom('ms' as const, '' as const),
    actors: fc.array(fc.record({ label: nasty, about: nasty }), { minLength: 1, maxLength: 5 }),
    copies: fc.array(fc.record({ label: nasty, about: nasty }), { maxLength: 3 }),
    consequence: fc.array(nasty, { maxLength: 3 }),
    footer: fc.array(nasty, { maxLength: 4 }),
    lines: fc.array(
      fc.record({
        time: fc.oneof(fc.nat().map(String), nasty),
        who: fc.oneof(fc.nat(), nasty),
        text: nasty,
        at: fc.option(fc.nat()),
        answer: fc.option(nasty),
        remarks: fc.array(nasty, { maxLength: 2 }),
        stored: fc.array(
          fc.record({
            text: nasty,
            mark: fc.constantFrom('kept', 'new', 'overwritten', 'expired') as fc.Arbitrary<'new'>,
          }),
          { maxLength: 3 },
        ),
        fatal: fc.boolean(),
        round: fc.boolean(),
      }),
      { maxLength: 5 },
    ),
  })
  .map(({ actors, copies, lines, ...rest }) => {
    const participants = participantsOf(actors, copies);
    return {
      ...rest,
      storedTitle: 'stored afterwards',
      participants,
      steps: lines.map(({ text, at, answer, who, round, ...line }) => ({
        ...line,
        who: typeof who === 'number' ? who % participants.length : who,
        acts: [{ text, at: at === null ? null : at % participants.length, answer }],
        ...(round && { before: 'from here round for ever' }),
      })),
    };
  });

describe('its sentence', () => {
  it.each<[string, object, string]>([
    [
      'unlocked',
      {},
      'unlocked loses an update: task 2 overwrites sample A, and 1 of 2 recorded samples is lost',
    ],
    [
      'locked',
      { processes: 2 },
      'task 2 overwrites sample A, and 1 of 2 recorded samples is lost, across two processes',
    ],
    ['locked', { expiries: 1 }, 'locked leaves a state that no sequential order leaves: '],
    [
      'unlocked',
      { listSize: 1, samples: 'distinct' },
      'unlocked leaves a state that no sequential order leaves: ',
    ],
    [
      'compare-and-set',
      { tasks: 3, loggerOptions: { retries: 0, lease_s: 1 } },
      'compare-and-set abandons samples: ',
    ],
  ])('of %s %j', (name, on, part) => {
    expect(violationTitle(violated(name, on))).toContain(part);
  });

  it('says what is missing in the end, of a lost update alone', () => {
    expect(race().consequence).toEqual([
      'The router then sees only sample B.',
      'Sample A is missing.',
    ]);
    expect(race('locked', { expiries: 1 }).consequence.join()).not.toContain('missing');
  });

  it('of a schedule without a violation says so', () => {
    const { program, schedule, story } = violated();
    const told = sequenceOfReplay({ program, schedule, story, violation: null }, TOOL);
    expect(told.title).toMatch(/^No violation of unlocked in this order of two concurrent/);
    expect(told.consequence.join()).not.toContain('missing');
  });
});

it('tells what is new, what is overwritten, and in which step', () => {
  const { steps, participants } = race();
  expect(participants.map(({ label, acts }) => [label, acts])).toEqual([
    ['task 1', true],
    ['task 2', true],
    ['store', false],
  ]);
  expect(steps.map(({ fatal }) => fatal)).toEqual([false, false, false, true]);
  expect(steps[3]?.stored).toEqual([
    { text: 'map = d/01: B', mark: 'new' },
    { text: 'd/01: A', mark: 'overwritten' },
  ]);
});

it('names the process of each task where there are several', () => {
  const about = (processes: number) =>
    race('unlocked', { processes }).participants.map((one) => one.about);
  expect(about(1)).toEqual(['', '', '']);
  expect(about(2)).toEqual(['process 1', 'process 2', '']);
});

it('as text stays within the page, whatever the texts', () => {
  fc.assert(
    fc.property(stories, (any) => {
      // Of letters that take one column, as all figures and most names do.
      const story: Sequence = JSON.parse(JSON.stringify(any).replaceAll(/[^ -~]/g, 'x'));
      const steps = story.steps.map((one) => ({ ...one, time: '12,345.678' }));
      const lines = textSteps({ ...story, steps }, PLAIN).split('\n');
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    }),
    { numRuns: 25 },
  );
});

describe('as Mermaid', () => {
  let parse: (text: string) => Promise<unknown>;
  beforeAll(async () => {
    const { window } = new JSDOM('');
    Object.assign(globalThis, { window, document: window.document });
    const { default: mermaid } = await import('mermaid');
    parse = (text) => mermaid.parse(text);
  }, 30_000);

  it.each(RACES)('is accepted by its own parser: %s %j', async (name, on) => {
    await expect(parse(sequenceMermaid(race(name, on)))).resolves.toMatchObject({
      diagramType: 'sequence',
    });
  });

  it('is accepted whatever the texts', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (sequence) => {
        await parse(sequenceMermaid(sequence));
      }),
    );
  });

  it('has its sentence, and the fatal step in red with what it overwrites', () => {
    const text = sequenceMermaid(race());
    expect(text).toContain('\n  Note over p1,p3: unlocked loses an update');
    expect(text).toContain('\n  accTitle: unlocked loses an update');
    expect(text).toMatch(/rect rgba.*\n.*4: writes map = d\/01: B\n/);
    expect(text).toContain('overwritten: d/01: A');
  });

  it('is refused where it is wrong: the check checks', async () => {
    await expect(parse('sequenceDiagram\n  p1 ->> \n')).rejects.toThrow();
  });
});

describe('as SVG', () => {
  it.each(RACES)(
    'has room for everything, and no lifeline goes through a text: %s %j',
    (name, on) => {
      expectClear(svgSequence(race(name, on), 'x'));
    },
  );

  it('has it whatever the texts', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const svg = svgSequence(story, 'x');
        expectClear(svg);
        expect(svgSequence(story, 'x')).toBe(svg);
      }),
      { numRuns: 30 },
    );
  });

  it('strikes through what is overwritten, in red', () => {
    const svg = svgSequence(race(), 'x');
    expect(svg).toContain('class="mono bad gone">d/01: A</text>');
    expect(svg.match(/class="fatal"/g)).toHaveLength(1);
    expect(svg).toContain('<title id="x-title">unlocked loses an update');
  });
});

function expectClear(svg: string): void {
  const { texts, rects } = expectRoom(svg);
  const lives = rects.filter(({ what }) => what === 'life');
  for (const life of lives) {
    const struck = texts.find((text) => overlap(text, life));
    expect(struck?.what).toBeUndefined();
  }
}

it('as Markdown keeps its columns and its blocks, whatever the texts', () => {
  fc.assert(
    fc.property(stories, (story) => {
      const [diagram = '', steps = ''] = sequenceMarkdown(story);
      const [fence = ''] = /^`+/.exec(diagram) ?? [];
      expect(diagram.split('\n').filter((line) => line.trim() === fence)).toHaveLength(1);
      const rows = steps.split('\n').filter((line) => line.startsWith('|'));
      expect(rows).toHaveLength(2 + story.steps.length);
      for (const row of rows) expect(row.replaceAll(/\\./g, '').split('|')).toHaveLength(6);
      expect(steps.match(/<\/?details>/g)).toHaveLength(2);
    }),
    { numRuns: 25 },
  );
});
