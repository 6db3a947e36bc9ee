import { type ChildProcess, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { latsim, SMALL, workFolder } from '../cli/latsim.js';
import { freePort, HAS_REDIS, Server } from './server.js';

/** Other ways to a Redis than a port of its own: TLS, and a socket in the file system. */

const folder = workFolder({ 'small.yaml': SMALL });
const RUN = ['run', 'small.yaml', '-n', '2'];
const [key, certificate, socket] = ['key.pem', 'certificate.pem', 'redis.sock'].map((name) =>
  join(folder, name),
) as [string, string, string];

/** A certificate of its own making, for this machine. */
const HAS_CERTIFICATE =
  spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate],
    ...['-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
  ]).status === 0;
/** Redis may be built without TLS. */
const HAS_TLS =
  HAS_CERTIFICATE &&
  HAS_REDIS &&
  spawnSync('ldd', [spawnSync('which', ['redis-server']).stdout.toString().trim()])
    .stdout?.toString()
    .includes('libssl');

describe.skipIf(!HAS_REDIS)('a queue', () => {
  const CA = { NODE_EXTRA_CA_CERTS: certificate };
  let server: Server;
  let tls: string;

  beforeAll(async () => {
    const port = await freePort();
    tls = `rediss://localhost:${port}`;
    const secured = {
      'tls-port': String(port),
      'tls-cert-file': certificate,
      'tls-key-file': key,
      'tls-auth-clients': 'no',
    };
    server = await Server.started({ unixsocket: socket, ...(HAS_TLS && secured) });
  });
  afterAll(() => server.kill());

  /** A run over the queue with a worker, at the same address. */
  async function queued(address: string) {
    let started: (child: ChildProcess) => void = () => undefined;
    const child = new Promise<ChildProcess>((resolve) => {
      started = resolve;
    });
    const worker = latsim(['worker', '--queue', address, '--threads', '1'], { env: CA, started });
    const { code, stdout } = await latsim([...RUN, '--queue', address], { cwd: folder, env: CA });
    (await child).kill('SIGINT');
    expect((await worker).code).toBe(0);
    expect(await server.keys()).toEqual([]);
    return { code, stdout };
  }

  const here = async () => {
    const { code, stdout } = await latsim(RUN, { cwd: folder });
    return { code, stdout };
  };

  it('is reached by a socket', async () => {
    expect(await queued(`unix://${socket}`)).toEqual(await here());
  });

  it.skipIf(!HAS_TLS)('is reached by TLS', async () => {
    expect(await queued(tls)).toEqual(await here());
  });

  it.skipIf(!HAS_TLS)('whose certificate nobody knows is not trusted', async () => {
    const { code, stderr } = await latsim([...RUN, '--queue', tls], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain(`the certificate of the queue at ${tls} is not trusted`);
    expect(stderr).toContain('NODE_EXTRA_CA_CERTS');
  });
});
