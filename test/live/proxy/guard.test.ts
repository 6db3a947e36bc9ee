import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { guarding } from '../../../src/live/proxy/guard.js';
import { workFolder } from '../../cli/latsim.js';

describe('the guard of a group of processes', () => {
  it('ends it once we are gone', async () => {
    const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
    const guard = guarding(child.pid as number, workFolder());
    guard.stdin?.end();
    expect(await once(child, 'exit')).toEqual([null, 'SIGTERM']);
    guard.kill('SIGKILL');
  });

  it('goes by itself where all is done', async () => {
    const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
    const guard = guarding(child.pid as number, workFolder());
    guard.stdin?.end('done\n');
    expect(await once(guard, 'exit')).toEqual([0, null]);
    expect(child.exitCode).toBeNull();
    child.kill('SIGKILL');
  });
});
