/** What may happen next. Tasks and processes are numbered from 0 here, from 1 in what is printed. */
export type Move =
  | { readonly kind: 'step'; readonly task: number }
  | { readonly kind: 'crash-task'; readonly task: number }
  | { readonly kind: 'crash-process'; readonly process: number }
  /** A key of one copy of the data expires; copies are numbered as the store numbers them. */
  | { readonly kind: 'expiry'; readonly copy: number; readonly key: string }
  | { readonly kind: 'lease-runs-out'; readonly lease: string };

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
      return `expiry:${move.copy}:${move.key}`;
    case 'lease-runs-out':
      return `lease:${move.lease}`;
  }
}

/** A schedule as `--schedule` takes it: moves, separated by commas. */
export function scheduleText(moves: readonly Move[]): string {
  return moves.map(moveText).join(',');
}

/** Finds the enabled move that a text stands for; undefined if there is none. */
export function findMove(text: string, enabled: readonly Move[]): Move | undefined {
  return enabled.find((move) => moveText(move) === text);
}
