import type { Command } from 'commander';
import { json } from '../report/kit/json.js';
import { liveFields } from '../report/live/json.js';
import { markdownLive } from '../report/live/markdown.js';
import { agreeing, type LiveReport } from '../report/live/report.js';
import { svgLive } from '../report/live/svg.js';
import { textLive } from '../report/live/text.js';
import { EXIT } from '../text/failure.js';
import { given } from './arguments.js';
import { formOf } from './form.js';
import type { Invocation } from './invocation.js';
import type { Io } from './io.js';
import { askedOf, type LiveAsked, type LiveMeasured } from './live-asked.js';
import { FORMATS, type LiveArguments, liveOptions, subjectOf } from './live-options.js';
import { complain, INTERRUPTED, notice } from './notices.js';
import { Output } from './output.js';

export function configure(command: Command, invocation: Invocation): void {
  liveOptions(command).action((file: string) =>
    invocation.end(live(invocation, file, given<LiveArguments>(command))),
  );
}

/** Carries a scenario out on the real thing, and holds that against the prediction. */
async function live(invocation: Invocation, file: string, options: LiveArguments): Promise<number> {
  const { io } = invocation;
  const form = formOf(options, FORMATS);
  const subject = subjectOf(options);
  if (subject === 'forced') {
    const { forcedOnRedis } = await import('./live-forced.js');
    return forcedOnRedis(invocation, file, options);
  }
  const asked = askedOf(invocation, file, options);
  if (subject === 'write-config') {
    const { writeProxyConfig } = await import('./live-write-config.js');
    return writeProxyConfig(io, asked);
  }
  const output = new Output(
    io,
    options.output,
    asked.loggers.flatMap((logger) => asked.request.inputs(logger)),
  );
  try {
    const { report, interrupted } = await measured(subject, io, asked);
    if (report === null) {
      notice(io.stderr, 'interrupted before anything was measured');
      return EXIT.interrupted;
    }
    await output.deliver(rendered(form, report, options, output));
    if (interrupted) {
      notice(io.stderr, INTERRUPTED);
      return EXIT.interrupted;
    }
    if (report.partial !== null) {
      complain(invocation, report.partial, options.color);
      return EXIT.usage;
    }
    return agreeing(report) === true ? EXIT.done : EXIT.notHeld;
  } finally {
    output.discard();
  }
}

async function measured(
  subject: 'redis' | 'proxy',
  io: Io,
  asked: LiveAsked,
): Promise<LiveMeasured> {
  if (subject === 'redis') return (await import('./live-redis.js')).measuredOnRedis(io, asked);
  return (await import('./live-proxy.js')).measuredAtProxies(io, asked);
}

function rendered(
  form: (typeof FORMATS)[number],
  report: LiveReport,
  options: LiveArguments,
  output: Output,
): string {
  switch (form) {
    case 'json':
      return json(liveFields(report));
    case 'markdown':
      return markdownLive(report);
    case 'svg':
      return svgLive(report);
    case 'text':
      return textLive(report, { verbose: options.verbose === true }, output.style(options.color));
  }
}
