import { execFileSync } from 'node:child_process';

/** Proxies that were started by this process and are still there, by their ids: not those of others. */
export function proxiesLeft(): number[] {
  return execFileSync('ps', ['-eo', 'pid,ppid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('latsim-live-') && line.includes('--host 127.0.0.1'))
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid, parent]) => (parent === process.pid ? (pid as number) : []));
}
