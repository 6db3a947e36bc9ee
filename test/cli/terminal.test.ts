import { expect, it } from 'vitest';
import { written } from '../../src/cli/own-colours.js';
import { styleFor, wantsColour } from '../../src/cli/terminal.js';
import { PLAIN } from '../../src/report/kit/style.js';

const decide = (
  flag: boolean | undefined,
  env: Readonly<Record<string, string>>,
  isTty: boolean,
): boolean => wantsColour({ flag, env, isTty });

it('colours terminals', () => {
  expect(decide(undefined, {}, true)).toBe(true);
  expect(decide(undefined, {}, false)).toBe(false);
  expect(decide(undefined, { TERM: 'dumb' }, true)).toBe(false);
});

it('obeys the flag, then NO_COLOR, then FORCE_COLOR', () => {
  expect(decide(true, { NO_COLOR: '1', TERM: 'dumb' }, false)).toBe(true);
  expect(decide(false, { FORCE_COLOR: '1' }, true)).toBe(false);
  expect(decide(undefined, { NO_COLOR: '1', FORCE_COLOR: '1' }, true)).toBe(false);
  expect(decide(undefined, { NO_COLOR: '' }, true)).toBe(true);
  expect(decide(undefined, { FORCE_COLOR: '1', TERM: 'dumb' }, false)).toBe(true);
  expect(decide(undefined, { FORCE_COLOR: '0' }, true)).toBe(false);
  expect(decide(undefined, { FORCE_COLOR: 'false' }, true)).toBe(false);
});

it('paints with escape sequences, or not at all', () => {
  expect(styleFor({ env: {} }, { isTTY: true }, false)).toEqual(PLAIN);
  expect(written(styleFor({ env: {} }, {}, true).bad('x'))).toBe('\u001b[31mx\u001b[39m');
});

it('shows commands on a terminal as its user types them', () => {
  const shown = (env: Readonly<Record<string, string>>, isTTY: boolean) =>
    styleFor({ env }, { isTTY }, false).command("latsim run './latsim x.yaml'");
  const npx = { npm_command: 'exec', npm_config_user_agent: 'npm/11.0.0 node/v20.0.0' };
  const pnpm = { npm_command: 'exec', npm_config_user_agent: 'pnpm/9.0.0 npm/? node/v20.0.0' };
  expect(shown({}, true)).toBe("latsim run './latsim x.yaml'");
  expect(shown(npx, true)).toBe("npx latsim run './latsim x.yaml'");
  expect(shown(npx, false)).toBe("latsim run './latsim x.yaml'");
  expect(shown(pnpm, true)).toBe("pnpm exec latsim run './latsim x.yaml'");
  expect(shown({ npm_command: 'run-script' }, true)).toBe("latsim run './latsim x.yaml'");
});

it('lets every colour of its own through the last door', () => {
  const style = styleFor({ env: { FORCE_COLOR: '1' } }, { isTTY: true }, undefined);
  for (const [name, paint] of Object.entries(style)) {
    expect([name, written(paint('text'))]).toEqual([name, expect.not.stringContaining('\ufffd')]);
  }
});
