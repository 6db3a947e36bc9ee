import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { built } from '../cli/in-process.js';
import { type Case, type Files, type Outcome, outcomeOf } from './case.js';
import { Draw } from './draw.js';
import { caseOf, type Made, madeBefore } from './kinds.js';

/** Where cases are tried: a folder that is emptied before each. */
export class Bench {
  private made: Made | undefined;

  constructor(private readonly folder: string) {}

  /** The case of a kind with this seed and number. */
  async draw(kind: string, seed: number, number: number): Promise<Case> {
    this.made ??= await madeBefore(
      (files, args) => {
        this.put(files);
        return built(args, { cwd: this.folder });
      },
      (file) => readFileSync(join(this.folder, file)),
    );
    return caseOf(kind, new Draw(seed, number), this.made);
  }

  try(one: Case): Promise<Outcome> {
    this.put(one.files);
    return outcomeOf(one, (args) => built(args, { cwd: this.folder }));
  }

  private put(files: Files): void {
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(this.folder, { recursive: true });
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(join(this.folder, name), content);
    }
  }
}
