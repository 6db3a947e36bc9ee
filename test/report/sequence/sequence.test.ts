import { createRequire } from 'node:module';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loggers } from '../../../src/index.js';
import { sequenceMermaid } from '../../../src/report/sequence/mermaid.js';
import {
  type Sequence,
  SequenceBuilder,
  sequenceOfStory,
} from '../../../src/report/sequence/sequence.js';
import { svgSequence } from '../../../src/report/sequence/svg.js';
import { violationReport } from '../../../src/studies/explore/found.js';
import { explore } from '../../worlds/explore/explored.js';

/** What is needed of jsdom, whose own types would bring those of a browser along. */
interface Dom {
  readonly window: { readonly document: unknown; readonly DOMParser: new () => Parser };
}
interface Parser {
  parseFromString(text: string, type: string): Xml;
}
interface Xml {
  readonly documentElement: { getAttribute(name: string): string | null };
  querySelector(selector: string): { readonly textContent: string } | null;
  querySelectorAll(selector: string): readonly unknown[];
}
const { JSDOM } = createRequire(import.meta.url)('jsdom') as { JSDOM: new (html: string) => Dom };

const race = (name = 'unlocked', on: object = {}): Sequence => {
  const logger = loggers.find((one) => one.name === name)!;
  const { violation } = explore({ logger, ...on });
  const report = violationReport(violation!);
  return sequenceOfStory(report.story, `${report.kind}: ${report.fault}`);
};

/** Diagrams with any texts at all. */
const nasty = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom('end', 'a; b', '# 35;', '<b>&amp;</b>', '%% no', 'a: b', '"', '', '{}', 'x\ny'),
);
const diagrams: fc.Arbitrary<Sequence> = fc
  .record({
    title: nasty,
    labels: fc.uniqueArray(nasty, { minLength: 1, maxLength: 9 }),
    lines: fc.array(
      fc.record({ text: nasty, time: nasty, from: fc.nat(), to: fc.nat(), kind: fc.nat(3) }),
      {
        maxLength: 8,
      },
    ),
  })
  .map(({ title, labels, lines }) => {
    const builder = new SequenceBuilder(title, labels);
    for (const { text, time, from, to, kind } of lines) {
      const [a, b] = [labels[from % labels.length]!, labels[to % labels.length]!];
      if (kind === 0) builder.noteOverAll(time, text);
      else if (kind === 1) builder.note(time, a, text);
      else if (a !== b) builder.message(time, a, b, text, kind === 2);
    }
    return builder.build();
  });

it('names the process of each task where there are several', () => {
  const labels = (processes: number) =>
    race('unlocked', { processes }).participants.map(({ label }) => label);
  expect(labels(1)).toEqual(['task 1', 'task 2', 'store']);
  expect(labels(2)).toEqual(['task 1 (process 1)', 'task 2 (process 2)', 'store']);
});

describe('as Mermaid', () => {
  let parse: (text: string) => Promise<unknown>;
  beforeAll(async () => {
    const { window } = new JSDOM('');
    Object.assign(globalThis, { window, document: window.document });
    const { default: mermaid } = await import('mermaid');
    parse = (text) => mermaid.parse(text);
  }, 30_000);

  it('is accepted by its own parser', async () => {
    const sequences = [
      race(),
      race('locked-distributed', { processes: 2, leaseRunOuts: 1 }),
      race('compare-and-set', { tasks: 3, loggerOptions: { retries: 0, lease_s: 1 } }),
      race('locked', { expiries: 1 }),
    ];
    for (const sequence of sequences) {
      await expect(parse(sequenceMermaid(sequence))).resolves.toMatchObject({
        diagramType: 'sequence',
      });
    }
  });

  it('is accepted whatever the texts', async () => {
    await fc.assert(
      fc.asyncProperty(diagrams, async (sequence) => {
        await parse(sequenceMermaid(sequence));
      }),
    );
  });

  it('is refused where it is wrong: the check checks', async () => {
    await expect(parse('sequenceDiagram\n  p1 ->> \n')).rejects.toThrow();
  });
});

describe('as SVG', () => {
  const xmlOf = (text: string): Xml => {
    const { window } = new JSDOM('');
    return new window.DOMParser().parseFromString(text, 'image/svg+xml');
  };

  it('is well-formed and says what it shows, whatever the texts', () => {
    fc.assert(
      fc.property(diagrams, (sequence) => {
        const document = xmlOf(svgSequence(sequence, 'x'));
        expect(document.querySelector('parsererror')).toBeNull();
        expect(document.documentElement.getAttribute('aria-labelledby')).toBe('x-title x-desc');
        expect(document.querySelector('script')).toBeNull();
      }),
    );
  });

  it('has a line for every message', () => {
    const sequence = race();
    const document = xmlOf(svgSequence(sequence, 'x'));
    const messages = sequence.items.filter(({ kind }) => kind === 'message');
    expect(document.querySelectorAll('line.arrow, line.reply')).toHaveLength(messages.length);
    expect(document.querySelector('title')?.textContent).toBe(sequence.title);
  });
});
