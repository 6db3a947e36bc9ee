import { escapedMarkdown, fenced, foldedMarkdown, markdownTable } from '../kit/markdown.js';
import { sequenceMermaid } from './mermaid.js';
import { isGone, type Sequence, type StoredLine, toldOf, whoText } from './sequence.js';

/** A story in Markdown: as a diagram, and folded its steps, each beside what is then stored. */
export function sequenceMarkdown(sequence: Sequence): string[] {
  return [
    fenced(sequenceMermaid(sequence), 'mermaid'),
    foldedMarkdown('Step by step, with what is stored', stepsTable(sequence)),
  ];
}

function stepsTable(sequence: Sequence): string {
  const { unit, storedTitle, steps } = sequence;
  const columns = [
    { title: unit, align: 'right' as const },
    { title: '' },
    { title: 'does' },
    { title: escapedMarkdown(storedTitle) },
  ];
  return markdownTable(
    columns,
    steps.map((step) => {
      const told = [
        ...(step.before === undefined ? [] : [`*${escapedMarkdown(step.before)}*`]),
        ...toldOf(sequence, step, true).map((text) => escapedMarkdown(text)),
      ];
      const done = told.join('<br>');
      const who = escapedMarkdown(whoText(sequence, step));
      return [
        escapedMarkdown(step.time),
        step.fatal ? `**${who}**` : who,
        step.fatal ? `**${done}**` : done,
        step.stored.length === 0 ? 'nothing' : step.stored.map(storedText).join('<br>'),
      ];
    }),
  );
}

function storedText(line: StoredLine): string {
  const text = escapedMarkdown(line.text);
  return isGone(line) ? `~~${text}~~ (${line.mark})` : text;
}
