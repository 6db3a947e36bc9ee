import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXPECTATION_KINDS } from '../../src/expectation/kinds/index.js';
import { DESCRIBED_CAUSES } from '../../src/model/cause.js';
import { REPORTERS } from '../../src/report/gate/reporters.js';
import { STRATEGIES } from '../../src/strategies/index.js';

const page = (name: string) =>
  readFileSync(new URL(`../../docs/reference/${name}.md`, import.meta.url), 'utf8');

const withoutLinks = (text: string) => text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');

/** The rows of the table with this first line: its cells, links as the text that they are on. */
function rowsOf(text: string, head: string): string[][] {
  const lines = text.split('\n');
  const start = lines.indexOf(head);
  expect(start).toBeGreaterThan(0);
  const end = lines.findIndex((line, i) => i > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map((line) =>
    withoutLinks(line)
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe('the reference says of each kind what the kind says', () => {
  it('the language of expectations', () => {
    const rows = EXPECTATION_KINDS.flatMap(({ forms, how }) =>
      forms.map(({ example, judged }) => `- \`${example}\`: ${judged} (${how})`),
    );
    const [, language = ''] = page('expectations').split('## Language\n\n');
    const [written = ''] = withoutLinks(language).split('\n\n');
    expect(written.split('\n').sort()).toEqual(rows.sort());
  });

  it('the causes, in their order', () => {
    expect(rowsOf(page('causes'), '| # | cause | matches when |')).toEqual(
      DESCRIBED_CAUSES.map(({ name, when }, i) => [String(i + 1), `\`${name}\``, when]),
    );
  });

  it('the strategies, in their order', () => {
    const names = rowsOf(page('strategies-and-profiles'), '| strategy | LiteLLM | rule |').map(
      ([name]) => name,
    );
    expect(names).toEqual(STRATEGIES.map(({ name }) => `\`${name}\``));
  });

  it('the reporters of the gate, in their order', () => {
    const [, section = ''] = page('gate').split('## Reporters\n');
    const [list = ''] = section.split('\n## ');
    const said = [...list.matchAll(/^- `(\w+)`: ([^:.;\n]*)/gm)].map(([, ...parts]) => parts);
    expect(said).toEqual(REPORTERS.map(({ name, says }) => [name, says]));
  });
});
