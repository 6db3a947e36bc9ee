import { existsSync, fchmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AtomicFile, NewFolder, type Outcome } from '../files/atomic-file.js';
import { pathIn } from '../files/paths.js';
import type { RedisAddress } from '../jobs/queued/address.js';
import { unwritable } from '../jobs/unwritable.js';
import { configFor, WRITTEN_BY, type WrittenConfig } from '../live/proxy/config.js';
import { STARTED_WITH } from '../live/proxy/litellm.js';
import { commandText } from '../report/kit/next.js';
import { EXIT, usageError } from '../text/failure.js';
import { list } from '../text/list.js';
import { commandLine, shellWord } from '../text/shell.js';
import type { Io } from './io.js';
import type { LiveAsked } from './live-asked.js';
import type { LiveArguments } from './live-options.js';
import { deliver } from './output.js';
import { redisOf } from './redis-at.js';
import { styleFor } from './terminal.js';

/** What the file is called, as LiteLLM's documentation calls it. */
const NAME = 'config.yaml';
const READ_BY_ITS_OWNER = 0o600;
const DEFAULT_PORT = 4000;

/** Writes the configuration that a proxy is started with by hand, and says how. @returns the exit code */
export async function writeProxyConfig(
  io: Io,
  { request, file, options }: LiveAsked,
): Promise<number> {
  const { writeConfig: folder = '.', providerPort = 0, timeScale, port } = options;
  const redis = await redisOf(io, options);
  const config = configFor(request.loaded, { timeScale, providerPort, redis });
  const path = join(folder, NAME);
  requireOurs(io, path);
  const open: Outcome[] = [];
  try {
    const absolute = pathIn(io.cwd, folder);
    if (!existsSync(absolute)) open.push(newFolder(absolute, folder));
    const written = new AtomicFile(path, io.cwd);
    open.push(written);
    fchmodSync(written.descriptor, READ_BY_ITS_OWNER);
    written.write(config.text);
    const style = styleFor(io, io.stdout, options.color);
    const workers = request.scenario.processes.count;
    const lines = [
      startText(config),
      commandText(startCommand(path, port ?? DEFAULT_PORT, workers), style),
      'Then measure it:',
      commandText(measureCommand(file, options, redis), style),
    ];
    io.stdout.write(`${lines.join('\n')}\n`);
    await deliver(io, open);
  } finally {
    for (const one of open.reverse()) one.discard();
  }
  return EXIT.done;
}

/** @throws CommandError where there is a file that somebody else has written */
function requireOurs({ cwd }: Io, path: string): void {
  const absolute = pathIn(cwd, path);
  if (!existsSync(absolute)) return;
  try {
    if (readFileSync(absolute, 'utf8').startsWith(WRITTEN_BY)) return;
  } catch (error) {
    throw unwritable(path, error);
  }
  throw usageError(
    `${path} is there already, and not written by latsim live`,
    'name another folder with --write-config',
  );
}

function newFolder(absolute: string, folder: string): NewFolder {
  try {
    return new NewFolder(absolute);
  } catch (error) {
    throw unwritable(folder, error);
  }
}

function startText({ variables }: WrittenConfig): string {
  return variables.length === 0
    ? 'Start a proxy with it:'
    : `Put the address of its Redis, or its password, into ${list(variables)}, and start a proxy with it:`;
}

function startCommand(path: string, port: number, workers: number): string {
  const environment = Object.entries(STARTED_WITH).map(([name, value]) => `${name}=${value}`);
  const several = workers > 1 ? ['--num_workers', String(workers)] : [];
  const words = ['--config', path, '--port', String(port), '--host', '127.0.0.1', ...several];
  return [...environment, 'litellm', ...words.map(shellWord)].join(' ');
}

/** The same options as were given here. */
function measureCommand(
  file: string,
  options: LiveArguments,
  redis: RedisAddress | undefined,
): string {
  const {
    set = [],
    strategy,
    seed,
    processes,
    timeScale,
    port,
    providerPort,
    allowRemote,
  } = options;
  return commandLine([
    'live',
    file,
    ...['--proxy', `http://127.0.0.1:${port ?? DEFAULT_PORT}`],
    ...['--provider-port', String(providerPort)],
    ...(redis === undefined ? [] : ['--redis', redis.shown]),
    ...(allowRemote === true ? ['--allow-remote'] : []),
    ...(timeScale === 1 ? [] : ['--time-scale', String(timeScale)]),
    ...(processes === undefined ? [] : ['--processes', String(processes)]),
    ...(strategy === undefined
      ? []
      : ['--strategy', typeof strategy === 'string' ? strategy : strategy.name]),
    ...(seed === undefined ? [] : ['--seed', String(seed)]),
    ...set.flatMap((one) => ['--set', one]),
  ]);
}
