/** A program of a peer, or our own, in a process that stays: warm, and asked in turn with others. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
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
    let faults = '';
    this.child.stderr.on('data', (piece) => {
      faults += piece;
    });
    // A command that is not there, or ends before it has answered.
    this.ended = new Promise((resolve) => {
      this.child.on('error', ({ message }) => resolve(message));
      this.child.on('close', () => resolve(faults.trim()));
    }).then((fault) => {
      throw new Error(`${label}: ${fault}`);
    });
    this.ended.catch(() => {});
    this.child.stdin.on('error', () => {});
    this.lines = createInterface({ input: this.child.stdout });
  }

  /** Has it carry out some replications. @throws Error with what it says if it does not answer */
  async ask(question) {
    this.child.stdin.write(`${JSON.stringify(question)}\n`);
    const [line] = await Promise.race([once(this.lines, 'line'), this.ended]);
    return JSON.parse(line);
  }

  end() {
    this.child.stdin.end();
  }
}
