/** A program of a peer, or our own, in a process that stays: warm, and asked in turn with others. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const programs = fileURLToPath(new URL('../programs/', import.meta.url));

export class Program {
  /**
   * @param label how it is called in tables
   * @param command what runs it: Node or a Python
   * @param file its file in programs/
   * @param args what it is to be told at its start
   */
  constructor(label, command, file, args = []) {
    this.label = label;
    this.child = spawn(command, [`${programs}${file}`, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.answers = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
    this.faults = '';
    this.child.stderr.on('data', (piece) => {
      this.faults += piece;
    });
    // A command that is not there, or ends before it has read: its answer is missing.
    this.child.on('error', ({ message }) => {
      this.faults = message;
      this.child.stdout.destroy();
    });
    this.child.stdin.on('error', () => {});
  }

  /** Has it carry out some replications. @throws Error with what it says if it does not answer */
  async ask(question) {
    this.child.stdin.write(`${JSON.stringify(question)}\n`);
    const { value } = await this.answers.next().catch(() => ({}));
    if (value === undefined) throw new Error(`${this.label}: ${this.faults.trim()}`);
    return JSON.parse(value);
  }

  end() {
    this.child.stdin.end();
  }
}
