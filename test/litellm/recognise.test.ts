import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { insteadOfConfig, litellmFile, misplaced } from '../../src/litellm/recognise.js';

const folder = new URL('../../scenarios/', import.meta.url);
const scenarios = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

test.each(scenarios)('%s is none, wherever it is broken', (name) => {
  const lines = readFileSync(new URL(name, folder), 'utf8').split('\n');
  for (const broken of ['}', '{', ': x: y', '"', '[a, b, c', '\ta, b, c', '{"a": 1, ']) {
    for (let at = 0; at < lines.length; at++) {
      const text = [...lines.slice(0, at), `${lines[at]}${broken}`, ...lines.slice(at + 1)];
      expect(litellmFile(text.join('\n'))).toBeUndefined();
      expect(litellmFile([...lines.slice(0, at), broken].join('\n'))).toBeUndefined();
      expect(litellmFile(lines.slice(at).join('\n'))).toBeUndefined();
    }
  }
});

describe('what speaks of a section is a scenario all the same', () => {
  test.each([
    'shows: "in proxies, router_settings: x"\nfleet: }\n',
    'shows: >\n  general_settings: are\nmodelGroups: }\n',
    '{"shows": "{model_list: x}", "fleet": }',
    '# name, title, shows\n# model_list:\nfleet: }\n',
    '',
    'a, b\n',
    '{"name":"x"}',
  ])('%j', (text) => {
    expect(litellmFile(text)).toBeUndefined();
  });
});

it('tells configurations, logs and recordings, whole or broken', () => {
  const told = (text: string) => litellmFile(text)?.what;
  for (const text of [
    'model_list: []\nfleet: x\n',
    '  "router_settings" : x\n',
    'proxy_config:\n  general_settings: { a: }\n',
    '{"a": 1, "environment_variables": {',
    '[{"litellm_settings":1',
  ]) {
    expect(told(text)).toBe('a LiteLLM proxy configuration');
  }
  for (const text of [
    '\ufeffstartTime,endTime,model\n"',
    'id, starttime, endTime\n',
    '"startTime","endTime","model"\r\n',
    '{"x":1}\n{"x"',
    '[{"startTime":"2026"',
    '[\n  {"start_time":"2026"',
  ]) {
    expect(told(text)).toBe('a log');
  }
  expect(told('{"op":"config"')).toBe('a recording');
});

it('tells what stands in the place of a configuration, and shows nothing of it', () => {
  const told = (text: string) => {
    const found = insteadOfConfig(text);
    return found && misplaced('a b', found, 'a configuration');
  };
  expect(told('startTime,endTime,model\n')).toEqual({
    file: 'a b',
    line: 1,
    column: 1,
    message: 'this is a log, not a configuration',
    remedy: "name the proxy's configuration, and the log with --logs:",
    command: "latsim import config.yaml --logs 'a b'",
  });
  expect(told('{"op":"config"')?.command).toBe("latsim replay 'a b'");
  expect(told('name: x\nfleet: {}\nload: {}\n')?.command).toBe("latsim run 'a b'");
  for (const text of ['', 'sk-canary', 'model_list: }', 'fleet: x\nmodel_list: }']) {
    expect(told(text)).toBeUndefined();
  }
});
