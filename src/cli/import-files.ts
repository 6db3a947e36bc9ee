import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AtomicFile, NewFolder } from '../files/atomic-file.js';
import { pathIn } from '../files/paths.js';
import { makeFolder, REASONS } from '../jobs/unwritable.js';
import type { Imported, OutputFile } from '../litellm/import.js';
import { isAddress } from '../text/addresses.js';
import { CommandError, inputError, usageError } from '../text/failure.js';
import type { Io, TextStream } from './io.js';
import { place } from './output.js';

/** The files of a scenario, the one that names others last. */
export function filesOf({ scenario, arrivals }: Imported): OutputFile[] {
  return arrivals === null ? [scenario] : [arrivals, scenario];
}

const MOST_NAMES = 10;

/** Where the user wants the scenarios. */
interface WantedPlace {
  /** The only scenario; `-`: standard output. */
  readonly output?: string;
  readonly outputDir?: string;
  /** Overwrites files. */
  readonly force?: true;
}

/** The files that an import makes, all or none; or standard output in their place. */
export class ScenarioFiles {
  /** What the only scenario is to be called, if that was said. */
  readonly fileName?: string;
  private readonly toStdout: boolean;
  private readonly folder: string;
  private readonly force: boolean;

  /** @param sources files that were read, which are not to be written over */
  constructor(
    private readonly io: Io,
    { output, outputDir, force }: WantedPlace,
    private readonly sources: readonly string[],
  ) {
    this.toStdout = output === '-';
    const file = this.toStdout ? undefined : output;
    if (file !== undefined) this.fileName = basename(file);
    this.folder = file === undefined ? (outputDir ?? '.') : dirname(file);
    this.force = force === true;
  }

  /** Where the files will be; undefined: there are none. */
  get absoluteFolder(): string | undefined {
    return this.toStdout ? undefined : pathIn(this.io.cwd, this.folder);
  }

  /** How the user would name a file; null: there are none. */
  get pathOf(): ((name: string) => string) | null {
    return this.toStdout ? null : (name) => join(this.folder, name);
  }

  /**
   * @param names of the model groups that are to have a scenario
   * @throws CommandError where one was named, and there are several
   */
  requireOne(names: readonly string[]): void {
    if ((this.fileName === undefined && !this.toStdout) || names.length < 2) return;
    throw usageError(
      `--output takes one scenario, and there are ${names.length}`,
      `choose one with --model-group: ${names.slice(0, MOST_NAMES).join(', ')}${names.length > MOST_NAMES ? ', ...' : ''}`,
    );
  }

  /**
   * @param names of files
   * @throws CommandError where one would be overwritten, or the folder cannot be made
   */
  requireFree(names: readonly string[]): void {
    if (this.toStdout || names.length === 0) return;
    const paths = names.map((name) => join(this.folder, name));
    const exists = (path: string) => existsSync(pathIn(this.io.cwd, path));
    const real = (path: string) => realpathSync(pathIn(this.io.cwd, path));
    const read = new Set(this.sources.filter(exists).map(real));
    const there = paths.filter(exists);
    const source = there.find((path) => read.has(real(path)));
    if (source !== undefined) {
      throw usageError(
        `${source} is what is imported`,
        'write to another folder with --output-dir',
      );
    }
    if (there.length > 0 && !this.force) {
      const message = `${there.join(', ')} ${there.length === 1 ? 'is' : 'are'} there already`;
      throw usageError(
        message,
        'write to another folder with --output-dir, or overwrite with --force',
      );
    }
    checkFolder(pathIn(this.io.cwd, this.folder), this.folder);
  }

  /**
   * Writes all scenarios and the summary, or nothing.
   * @param summarise writes the summary
   */
  async write(
    imported: readonly Imported[],
    summarise: (stream: TextStream) => void,
  ): Promise<void> {
    const { stdout, stderr } = this.io;
    if (this.toStdout) {
      for (const { scenario } of imported) stdout.write([...scenario.text].join(''));
      summarise(stderr);
    } else if (imported.length === 0) summarise(stdout);
    else await this.writeFiles(imported.flatMap(filesOf), () => summarise(stdout));
  }

  private async writeFiles(files: readonly OutputFile[], summarise: () => void): Promise<void> {
    const open: (AtomicFile | NewFolder)[] = [];
    try {
      const absolute = pathIn(this.io.cwd, this.folder);
      if (!existsSync(absolute)) open.push(newFolder(absolute, this.folder));
      for (const { name, text } of files) {
        const file = new AtomicFile(join(this.folder, name), this.io.cwd);
        open.push(file);
        for (const piece of text) file.write(piece);
      }
      summarise();
      await place(this.io, open);
    } finally {
      for (const one of open.reverse()) one.discard();
    }
  }
}

/** @param folder what the user named */
function checkFolder(absolute: string, folder: string): void {
  if (!existsSync(absolute)) checkWritable(dirname(absolute), folder);
  else if (statSync(absolute).isDirectory()) checkWritable(absolute, folder);
  else throw noFolder(folder, 'it is a file');
}

/** @param inside where something is to be made; @param folder what the user named */
function checkWritable(inside: string, folder: string): void {
  try {
    accessSync(inside, constants.W_OK);
    if (!statSync(inside).isDirectory()) throw noFolder(folder, NO_PARENT);
  } catch (error) {
    throw folderError(folder, error as NodeJS.ErrnoException);
  }
}

function newFolder(absolute: string, folder: string): NewFolder {
  try {
    return new NewFolder(absolute);
  } catch (error) {
    throw folderError(folder, error as NodeJS.ErrnoException);
  }
}

const NO_PARENT = 'there is no folder to make it in';
const FOLDER_REASONS: Readonly<Record<string, string>> = {
  ...REASONS,
  ENOENT: NO_PARENT,
  ENOTDIR: NO_PARENT,
};

function folderError(folder: string, error: NodeJS.ErrnoException): Error {
  const { code = '', message } = error;
  if (error instanceof CommandError) return error;
  const reason = FOLDER_REASONS[code] ?? message;
  if (code !== 'ENOENT' || isAddress(folder)) return noFolder(folder, reason);
  return usageError(
    unwritableFolder(folder, reason),
    'make it, or name another folder:',
    makeFolder(folder),
  );
}

function noFolder(folder: string, reason: string): CommandError {
  return inputError(unwritableFolder(folder, reason), 'name another folder');
}

function unwritableFolder(folder: string, reason: string): string {
  return `${folder} cannot be written to: ${reason}`;
}
