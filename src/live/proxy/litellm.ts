import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withoutUser } from '../../text/addresses.js';
import { commandWords } from '../../text/command-words.js';
import { inputError, usageError } from '../../text/failure.js';
import { printableLines } from '../../text/harmless.js';
import { guarding } from './guard.js';

/** How LiteLLM is started. */
export interface LiteLLMStart {
  /** As the user named it: a path, or a command with arguments. */
  readonly command: string;
  /** What a relative path is relative to. */
  readonly folder: string;
  readonly config: string;
  readonly port: number;
  readonly workers: number;
  /** The environment of latsim. */
  readonly inheritable: Readonly<Record<string, string | undefined>>;
  /** What the configuration takes from its own. */
  readonly environment: Readonly<Record<string, string>>;
  /** What is not to be shown of what it prints, whatever it is part of. */
  readonly secrets: readonly string[];
}

/** What LiteLLM cannot do without: prices that it need not fetch, and leave to run without a master key. */
export const STARTED_WITH = {
  LITELLM_LOCAL_MODEL_COST_MAP: 'True',
  LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY: 'true',
};
/** What it needs besides to run by itself, and with nobody else. */
const ENVIRONMENT = {
  ...STARTED_WITH,
  LITELLM_TELEMETRY: 'False',
  // It takes nothing from a file .env where it is started.
  LITELLM_MODE: 'PRODUCTION',
  NO_PROXY: '*',
  no_proxy: '*',
  PYTHONUNBUFFERED: '1',
};
/** Variables that would lead it elsewhere, or make it another proxy. */
const NOT_PASSED =
  /^(?:https?|all|ftp)_proxy$|^(?:DATABASE_URL|CONFIG_FILE_PATH|NUM_WORKERS|WORKER_CONFIG|REDIS_.*|LITELLM_MASTER_KEY|LITELLM_CONFIG_.*)$/i;

/** How long it may take to end once it is told to, before it is killed. */
const PATIENCE_MS = 4_000;
/** How much is kept of what it prints. */
const MOST_PRINTED = 20_000;
const LINES_SHOWN = 12;

/**
 * A process of LiteLLM of our own: it and all that it starts are one group, which ends with us, whatever becomes of us.
 */
export class LiteLLM {
  /** Resolved when it has ended, with how: `exit code 1`, `SIGKILL`. */
  readonly ended: Promise<string>;
  private printed = '';
  private hasEnded = false;
  private guard: ChildProcess | undefined;

  private constructor(
    private readonly child: ChildProcess,
    private readonly temporary: string,
    private readonly secrets: readonly string[],
  ) {
    this.ended = new Promise((resolve) => {
      child.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    void this.ended.then(() => {
      this.hasEnded = true;
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8');
      stream?.on('data', (text: string) => {
        this.printed = (this.printed + text).slice(-MOST_PRINTED);
      });
    }
    if (child.pid !== undefined) this.guard = guarding(child.pid, temporary);
    process.on('exit', this.kill);
  }

  /**
   * Starts it; that it is ready is not said.
   * @throws CommandError where there is no such command, or its port is taken
   */
  static async started({
    command,
    folder,
    config,
    port,
    workers,
    inheritable,
    environment,
    secrets,
  }: LiteLLMStart): Promise<LiteLLM> {
    const words = commandWords(command);
    if (words === undefined || words[0] === undefined) {
      throw usageError(
        '--litellm is not a command',
        'name the path of litellm, such as ./venv/bin/litellm',
      );
    }
    await requireFree(port);
    const temporary = mkdtempSync(join(tmpdir(), 'latsim-live-'));
    const path = join(temporary, 'config.yaml');
    writeFileSync(path, config, { mode: 0o600 });
    const [program, ...given] = words;
    const inherited = Object.entries(inheritable).filter(([name]) => !NOT_PASSED.test(name));
    const child = spawn(
      program,
      [
        ...given,
        ...['--config', path, '--port', String(port), '--host', '127.0.0.1'],
        ...(workers > 1 ? ['--num_workers', String(workers)] : []),
      ],
      {
        cwd: folder,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...Object.fromEntries(inherited), ...ENVIRONMENT, ...environment },
      },
    );
    const started = new LiteLLM(child, temporary, [...secrets, ...secretsIn(inherited)]);
    if (child.pid === undefined) {
      const reason = await started.ended;
      await started.stop();
      throw inputError(
        `LiteLLM could not be started: ${reason === 'ENOENT' ? 'there is no such command' : reason}`,
        'name its command with --litellm, such as ./venv/bin/litellm',
      );
    }
    return started;
  }

  get isRunning(): boolean {
    return !this.hasEnded;
  }

  /** The last lines of what it has printed, without secrets. */
  get lastLines(): string {
    const text = this.secrets
      .filter((secret) => secret !== '')
      .reduce((all, secret) => all.replaceAll(secret, '***'), this.printed)
      .replaceAll(/\b[a-z][a-z0-9+.-]*:\/\/[^\s'"]+/gi, withoutUser)
      .replaceAll(/\bsk-[\w-]{4,}/g, 'sk-***');
    return printableLines(text).trimEnd().split('\n').slice(-LINES_SHOWN).join('\n');
  }

  /** Ends it with all that it has started, and removes its files. */
  async stop(): Promise<void> {
    process.off('exit', this.kill);
    if (!this.hasEnded) {
      this.signal('SIGTERM');
      await Promise.race([this.ended, after(PATIENCE_MS)]);
    }
    // What it has started may have outlived it.
    this.signal('SIGKILL');
    await this.ended;
    this.guard?.stdin?.end('done\n');
    rmSync(this.temporary, { recursive: true, force: true });
  }

  private signal(name: NodeJS.Signals): void {
    try {
      if (this.child.pid !== undefined) process.kill(-this.child.pid, name);
    } catch {
      // The group has ended.
    }
  }

  private readonly kill = (): void => {
    this.signal('SIGKILL');
    this.guard?.stdin?.destroy();
    rmSync(this.temporary, { recursive: true, force: true });
  };
}

const SECRET_NAME = /key|secret|pass|pwd|token|cred|auth|dsn|url/i;
const SHORTEST_SECRET = 6;

/** Values of variables that are named as if they were secret. */
function secretsIn(variables: readonly (readonly [string, string | undefined])[]): string[] {
  return variables.flatMap(([name, value = '']) =>
    SECRET_NAME.test(name) && value.length >= SHORTEST_SECRET ? value : [],
  );
}

/** @throws CommandError where somebody listens at a port of this machine */
async function requireFree(port: number): Promise<void> {
  const isTaken = await new Promise<boolean>((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
  if (!isTaken) return;
  throw inputError(
    `port ${port}, of the proxy, is taken`,
    'end what listens there, or name another with --port',
  );
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
