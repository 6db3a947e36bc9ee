import { count } from '../../text/figures.js';
import type { Style } from '../kit/style.js';
import { roomBeside, table } from '../kit/table.js';
import { capital, clipName, paragraph, sparkline } from '../kit/words.js';
import { knownFinding } from './finding.js';
import { groupsOf, type KnownPanel, knownPart, knownText, timeText } from './panel.js';

/** More groups would hide the rest of the report. */
const MOST_LINES = 20;

/** What the router knows, a line per group: its part that is known over time, and at the end. */
export function knownInText(panel: KnownPanel, style: Style): string[] {
  const found = knownFinding([panel], (name) => clipName(name, 32));
  const [first] = panel.known;
  if (found === undefined || first === undefined) return [];
  const all = panel.known.flatMap((of) =>
    groupsOf(panel, of).map(({ name, deployments, fastest }, g) => {
      const parts = knownPart(of, [g]);
      const last = parts.reduce((before, part) => part ?? before, null) ?? 0;
      const title = panel.known.length === 1 ? name : `${of.modelGroup}: ${name}`;
      const paint = fastest ? style.fast : style.slow;
      return {
        title,
        line: sparkline(parts),
        end: `${knownText(last * deployments)} of ${count(deployments)}`,
        paint,
      };
    }),
  );
  const told = all.slice(0, MOST_LINES);
  const columns = [
    { title: `over ${timeText(first.duration_s)}` },
    { title: 'at the end', align: 'right' },
  ] as const;
  const room = roomBeside(
    columns,
    told.map(({ line, end }) => [line, end]),
  );
  const rows = told.map(({ title, line, end, paint }) => [
    paint(clipName(title, room)),
    paint(line),
    end,
  ]);
  const more = all.length - told.length;
  const processes = first.processes > 1 ? `, all ${first.processes} processes together` : '';
  return [
    [
      style.strong('What the router knows'),
      paragraph(
        `${capital(found.says)} Below: the part of each group's deployments that are in the map that a request saw, in replication ${first.replication}${processes}.`,
        2,
      ),
      table([{ title: 'group' }, ...columns], rows, style.faint),
      ...(more === 0 ? [] : [`  and ${more} more`]),
    ].join('\n'),
  ];
}
