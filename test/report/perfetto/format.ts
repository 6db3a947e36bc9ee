/** An event as it is read: nothing is known of it yet. */
type Read = Readonly<Record<string, unknown>>;

/** A slice, a row of slices, or an arrow that has begun. */
interface Begun {
  readonly name: unknown;
  readonly ts: number;
  readonly end: number;
}

/** Fields that each kind of event must have, beside `name`, `ph`, `pid`, `tid` and (but for `M`) `ts`. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  M: ['args'],
  b: ['id', 'cat'],
  e: ['id', 'cat'],
  X: ['dur'],
  i: ['s'],
  s: ['id', 'cat'],
  f: ['id', 'cat', 'bp'],
  C: ['args'],
};

const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const isTime = (value: unknown) => Number.isFinite(value) && (value as number) >= 0;

/**
 * What of a trace is not as the Chrome trace event format wants it, or not as its viewers do: slices
 * that lie in one another, an id for one thing alone, arrows between slices of rows, rows with names.
 */
export function faultsOfTrace(text: string): string[] {
  const faults: string[] = [];
  const events = eventsOf(text);
  if (events === undefined) return ['it is no JSON object with traceEvents'];
  const processes = new Set<unknown>();
  const rows = new Map<string, number>();
  const slices = new Map<unknown, { readonly cat: unknown; readonly names: unknown[] }>();
  const inRow = new Map<string, Begun[]>();
  const arrows = new Map<unknown, Begun & { isOver: boolean }>();
  let now = 0;
  for (const [i, event] of events.entries()) {
    const { name, ph, pid, tid, ts, id, cat, args } = event;
    const fault = (what: string) => faults.push(`event ${i}: ${what}`);
    const row = `${pid}/${tid}`;
    if (typeof name !== 'string' || name === '') fault('no name');
    if (typeof ph !== 'string' || FIELDS[ph] === undefined) {
      fault(`no such phase: ${ph}`);
      continue;
    }
    if (!isCount(pid)) fault('no pid');
    if (!isCount(tid)) fault('no tid');
    for (const field of FIELDS[ph]) if (event[field] === undefined) fault(`${ph} without ${field}`);
    if (ph === 'M') {
      if (name === 'process_name' && processes.size === processes.add(pid).size) {
        fault('its process has two names');
      }
      if (name === 'thread_name') rows.set(row, (rows.get(row) ?? 0) + 1);
      if (rows.get(row) === 2) fault('its row has two names');
      continue;
    }
    if (!isTime(ts)) fault('no ts');
    else if ((ts as number) < now) fault('ts decreases');
    else now = ts as number;
    if (!processes.has(pid)) fault('its process has no name');
    if (tid !== 0 && !rows.has(row)) fault('its row has no name');
    const around = inRow.get(row)?.at(-1);
    const isInSlice = around !== undefined && around.ts <= now && now <= around.end;
    switch (ph) {
      case 'b': {
        const of = slices.get(id) ?? { cat, names: [] };
        if (of.cat !== cat) fault(`id ${id} is of ${of.cat} and of ${cat}`);
        of.names.push(name);
        slices.set(id, of);
        break;
      }
      case 'e':
        if (slices.get(id)?.names.pop() !== name) fault(`e without its b: ${name}`);
        break;
      case 'X': {
        if (!isTime(event.dur)) fault('dur is no length');
        const end = now + Number(event.dur);
        const open = (inRow.get(row) ?? []).filter((one) => one.end > now);
        if (open.some((one) => one.end < end)) fault('it ends after the slice around it');
        inRow.set(row, [...open, { name, ts: now, end }]);
        break;
      }
      case 's':
        if (arrows.has(id)) fault(`two arrows have id ${id}`);
        if (!isInSlice) fault('an arrow begins outside of slices');
        arrows.set(id, { name, ts: now, end: now, isOver: false });
        break;
      case 'f': {
        const arrow = arrows.get(id);
        if (arrow === undefined || arrow.isOver || arrow.name !== name) fault('f without its s');
        else arrow.isOver = true;
        if (!isInSlice) fault('an arrow ends outside of slices');
        break;
      }
      case 'i':
        if (!['t', 'p', 'g'].includes(String(event.s))) fault(`no such scope: ${event.s}`);
        break;
      case 'C':
        if (Object.values(args as object).some((one) => !Number.isFinite(one))) {
          fault('it counts what is no number');
        }
    }
  }
  for (const [id, { names }] of slices) if (names.length > 0) faults.push(`b without e: id ${id}`);
  for (const [id, { isOver }] of arrows) if (!isOver) faults.push(`s without f: id ${id}`);
  return faults;
}

function eventsOf(text: string): readonly Read[] | undefined {
  try {
    const { traceEvents } = JSON.parse(text);
    return Array.isArray(traceEvents) ? traceEvents : undefined;
  } catch {
    return undefined;
  }
}
