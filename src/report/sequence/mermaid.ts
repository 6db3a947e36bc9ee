import { withoutUnseen } from '../../text/harmless.js';
import type { Sequence, SequenceItem } from './sequence.js';

/** A sequence diagram for Mermaid, as GitHub and GitLab draw it in Markdown. */
export function sequenceMermaid({ title, participants, items }: Sequence): string {
  const id = (position: number): string => (participants[position] as { id: string }).id;
  const lines = [
    'sequenceDiagram',
    `  accTitle: ${plain(title)}`,
    ...participants.map(({ id, label }) => `  participant ${id} as ${plain(label)}`),
    ...items.map((item) => `  ${itemText(item, id)}`),
  ];
  return `${lines.join('\n')}\n`;
}

function itemText(item: SequenceItem, id: (position: number) => string): string {
  const text = plain(item.time === '' ? item.text : `${item.time}. ${item.text}`);
  if (item.kind === 'note') {
    const [first, last] = item.over;
    return `Note over ${first === last ? id(first) : `${id(first)},${id(last)}`}: ${text}`;
  }
  return `${id(item.from)}${item.reply ? '-->>' : '->>'}${id(item.to)}: ${text}`;
}

/**
 * Text that means itself: Mermaid ends a statement at a semicolon or line end, takes # for the start
 * of a character's number, and lets HTML through.
 */
function plain(text: string): string {
  const written = withoutUnseen(text, ' ').replace(
    /[#;<>&%{}"]/g,
    (character) => `#${character.charCodeAt(0)};`,
  );
  // A text of nothing, or a colon's next to one, is no text for its parser.
  return written.trim() === '' ? '-' : written.trim();
}
