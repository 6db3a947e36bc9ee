/*
 * A worker as the command starts it, that takes less time to be missed; a job with the label
 * `deadly` kills it. node worker.mjs '{"address": "redis://...", "version": "0.1.0"}'
 */
const built = (name) =>
  import(new URL(`../../.build/jobs/queued/${name}.js`, import.meta.url).href);
const { readRedisAddress } = await built('address');
const { serving } = await built('serving');

const { address, version, timing, threads } = JSON.parse(process.argv[2]);
const ends = new AbortController();
process.on('SIGINT', () => ends.abort());
const served = await serving({
  address: readRedisAddress(address, '--queue'),
  version,
  threads,
  here: process.cwd(),
  signal: ends.signal,
  told: (message) => console.log(message),
  progress: (_, label) => {
    if (label === 'deadly') process.kill(process.pid, 'SIGKILL');
  },
  printed: () => undefined,
  timing,
});
console.log(JSON.stringify(served));
