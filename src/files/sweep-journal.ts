import { closeSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { unwritable } from '../jobs/unwritable.js';
import { writeFully } from '../jobs/write-fully.js';
import type { Tool } from '../report/kit/json.js';
import type { CellFound, SweepPlan } from '../studies/sweep/plan.js';
import { counted } from '../text/figures.js';
import { type Problem, ScenarioError } from '../text/problems.js';
import { AtomicFile, placeAll } from './atomic-file.js';
import { pathIn } from './paths.js';
import { writerOf } from './shards.js';
import { cellOf, checkedLine, saidIn, sweepDifference } from './sweep-lines.js';
import { misnamed } from './unreadable.js';

/** Version of the lines of a journal; a change of meaning raises it. */
const FORMAT = 1;

/** The first line of a journal. */
interface JournalHeader {
  readonly latsimJournal: number;
  readonly tool: Tool;
  readonly plan: SweepPlan;
}

/** How its first line begins. */
const BEGINNING = '{"is":{"latsimJournal"';

const NEW_FILE = 'name another file, or remove this one';

/**
 * A file that takes each cell of a sweep as soon as it is finished, so that the same sweep goes on where
 * it was, however it ended: JSON Lines, the first of which says which sweep it is of.
 */
export class SweepJournal {
  private readonly cells = new Map<string, CellFound>();
  private readonly descriptor: number;
  /** What was wrong with the file, and what was done about it. */
  readonly repairs: readonly string[];

  /**
   * Opens the journal of a sweep, or begins it.
   * @param shown as the user named it
   * @throws ScenarioError where it is something else, or of another sweep, which stays as it is;
   * CommandError where it cannot be written
   */
  constructor(
    private readonly shown: string,
    folder: string,
    private readonly tool: Tool,
    private readonly plan: SweepPlan,
  ) {
    const path = pathIn(folder, shown);
    this.repairs = this.read(path, folder);
    try {
      this.descriptor = openSync(path, 'a');
      if (statSync(path).size === 0) writeFully(this.descriptor, this.header);
    } catch (error) {
      throw unwritable(shown, error);
    }
  }

  /** How many cells it has. */
  get size(): number {
    return this.cells.size;
  }

  get(key: string): CellFound | undefined {
    return this.cells.get(key);
  }

  /** Takes a cell, in one write. @throws CommandError where it cannot be written */
  add(found: CellFound): void {
    try {
      writeFully(this.descriptor, checkedLine(found));
    } catch (error) {
      throw unwritable(this.shown, error);
    }
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private get header(): string {
    const { tool, plan } = this;
    // What is added to the grid is of the same sweep.
    const header: JournalHeader = { latsimJournal: FORMAT, tool, plan: { ...plan, refine: null } };
    return checkedLine(header);
  }

  /** @returns what was repaired */
  private read(path: string, folder: string): string[] {
    let content: Buffer;
    try {
      const found = statSync(path, { throwIfNoEntry: false });
      if (found === undefined) return [];
      // A pipe would be waited for without an end, and a device keeps nothing.
      if (!found.isFile()) throw this.refused('this is not a file', 'name a file', true);
      if (found.size === 0) return [];
      content = readFileSync(path);
    } catch (error) {
      if (error instanceof ScenarioError) throw error;
      throw new ScenarioError([misnamed(this.shown, path, error as NodeJS.ErrnoException)]);
    }
    const end = content.lastIndexOf('\n') + 1;
    const tail = content.toString('utf8', end);
    // Begun, and killed before its first line was written.
    if (end === 0 && this.header.startsWith(tail)) {
      truncateSync(path, 0);
      return [];
    }
    const lines = content.toString('utf8', 0, end).split('\n').slice(0, -1);
    const head = saidIn(lines[0] ?? '');
    // Cells are named by what they are of: those of another sweep would do no harm.
    const headless = head === undefined && (lines[0] ?? '').startsWith(BEGINNING);
    if (!headless) this.requireSame(head);
    const kept: string[] = [];
    for (const line of lines.slice(1)) {
      const found = cellOf(saidIn(line), this.plan);
      if (found === undefined) continue;
      if (!this.cells.has(found.key)) kept.push(line);
      this.cells.set(found.key, found);
    }
    const damaged = lines.slice(1).filter((line) => saidIn(line) === undefined).length;
    const last = tail === '' ? undefined : cellOf(saidIn(tail), this.plan);
    if (last !== undefined && !this.cells.has(last.key)) {
      kept.push(tail);
      this.cells.set(last.key, last);
    }
    const torn = tail !== '' && last === undefined;
    if (headless || damaged > 0 || last !== undefined) this.rewrite(folder, kept);
    else if (torn) truncateSync(path, end);
    return [
      ...(headless ? [`${this.shown}: its first line is damaged, and is written again`] : []),
      ...(torn ? [`${this.shown}: its last line was torn, and is dropped`] : []),
      ...(damaged > 0
        ? [
            `${this.shown}: ${counted(damaged, 'line')} of it ${damaged === 1 ? 'is' : 'are'} damaged; the cells are computed again`,
          ]
        : []),
    ];
  }

  /** The header, and lines that are whole: in full or not at all. */
  private rewrite(folder: string, lines: readonly string[]): void {
    const file = new AtomicFile(this.shown, folder);
    file.write(this.header + lines.map((line) => `${line}\n`).join(''));
    placeAll([file]);
  }

  private requireSame(header: unknown): void {
    const { latsimJournal, tool, plan } = (header ?? {}) as Partial<JournalHeader>;
    if (typeof latsimJournal !== 'number') {
      throw this.refused('this is not the journal of a sweep', NEW_FILE);
    }
    const version = tool?.version;
    if (latsimJournal !== FORMAT || version !== this.tool.version) {
      throw this.refused(
        `this journal is of ${writerOf(version)}, and this is ${this.tool.version}`,
        NEW_FILE,
      );
    }
    const difference = sweepDifference(plan, this.plan);
    if (difference !== undefined) {
      const remedy = 'give the command that it is of, or name another file';
      throw this.refused(`this journal is of another sweep: ${difference}`, remedy);
    }
  }

  private refused(message: string, remedy: string, mistyped = false): ScenarioError {
    const problem: Problem = { file: this.shown, message, remedy, ...(mistyped && { mistyped }) };
    return new ScenarioError([problem]);
  }
}
