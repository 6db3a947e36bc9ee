/** What may happen next. Tasks and processes are numbered from 0 here, from 1 in what is printed. */
export type Move =
  | { readonly kind: 'step'; readonly task: number }
  | { readonly kind: 'crash-task'; readonly task: number }
  | { readonly kind: 'crash-process'; readonly process: number }
  /** A key of one copy of the data expires; copies are numbered as the store numbers them. */
  | { readonly kind: 'expiry'; readonly copy: number; readonly key: string }
  | { readonly kind: 'lease-runs-out'; readonly lease: string };

const steps: Move[] = [];

/** The step of a task: one object for all states, as there are millions of it. */
export function stepOf(task: number): Move {
  let step = steps[task];
  if (step === undefined) {
    step = { kind: 'step', task };
    steps[task] = step;
  }
  return step;
}

/** A move as it is written in a schedule: `2`, `crash:2`, `crash-process:1`, `expiry:0:map`. */
export function moveText(move: Move): string {
  switch (move.kind) {
    case 'step':
      return String(move.task + 1);
    case 'crash-task':
      return `crash:${move.task + 1}`;
    case 'crash-process':
      return `crash-process:${move.process + 1}`;
    case 'expiry':
      return `expiry:${move.copy}:${escaped(move.key)}`;
    case 'lease-runs-out':
      return `lease:${escaped(move.lease)}`;
  }
}

/** A name that does not end a move: commas and percent signs as in a URL. */
function escaped(name: string): string {
  return name.replaceAll('%', '%25').replaceAll(',', '%2C');
}

/** A schedule as `--schedule` takes it: moves, separated by commas. */
export function scheduleText(moves: readonly Move[]): string {
  return moves.map(moveText).join(',');
}

/** Finds the enabled move that a text stands for; undefined if there is none. */
export function findMove(text: string, enabled: readonly Move[]): Move | undefined {
  return enabled.find((move) => moveText(move) === text);
}
