import { LOGGER_NAMES } from '../loggers/index.js';
import type { LessonControl } from '../report/page/lesson-data.js';
import { commandLine } from '../text/shell.js';
import type { Path } from '../text/tree.js';
import { ExperimentRequest } from './experiment-request.js';
import { listLesson } from './read.js';

/** A step of the lesson: a scenario that comes with latsim, and the one thing that a reader changes in it. */
export interface LessonRequest {
  readonly request: ExperimentRequest;
  readonly control: LessonControl;
}

/** What a reader changes in a step: what it may be, as one shows it and as a scenario says it. */
interface Changeable {
  readonly label: string;
  /** What of the resolved scenario is then different. */
  readonly path: Path;
  readonly choices: readonly (readonly [shown: string, set: readonly string[]])[];
}

const LOAD: Path = ['modelGroups', 0, 'load'];

/** So long is all of a burst that comes at once, in seconds per request. */
const BETWEEN_REQUESTS_S = 0.75;

/** By step, in the order of the scenarios. */
const CHANGEABLE: readonly Changeable[] = [
  {
    label: 'Requests that come in a minute',
    path: LOAD,
    choices: [10, 30, 60, 120, 300, 600, 1200].map((rate) => [
      String(rate),
      [`load.rate=${rate}/min`],
    ]),
  },
  {
    label: 'Requests that come at once',
    path: LOAD,
    choices: [1, 4, 10, 20, 40, 80, 160].map((size) => [
      String(size),
      [`load.size=${size}`, `load.every=${size * BETWEEN_REQUESTS_S}s`],
    ]),
  },
  {
    label: 'Time between flushes',
    path: ['dispatch'],
    choices: ['10ms', '100ms', '500ms', '1s', '2s', '5s'].map((every) => [
      every,
      [`dispatch.every=${every}`],
    ]),
  },
  {
    label: 'Logger',
    path: ['logger'],
    choices: LOGGER_NAMES.map((name) => [name, [`logger=${name}`]]),
  },
  {
    label: 'Samples are',
    path: ['samples'],
    choices: [
      ['not recorded', ['samples.kind=not-recorded']],
      ['recorded', ['samples.kind=chat']],
    ],
  },
];

/** The steps of the lesson. @param here the working folder */
export function lessonRequests(here: string): LessonRequest[] {
  return listLesson().map(({ name }, i) => {
    const request = new ExperimentRequest(here, name, {});
    return { request, control: controlOf(here, name, request, CHANGEABLE[i] as Changeable) };
  });
}

function controlOf(
  here: string,
  name: string,
  { scenario }: ExperimentRequest,
  { label, path, choices }: Changeable,
): LessonControl {
  const own = JSON.stringify(valueAt(scenario, path));
  const steps = choices.map(([shown, set]) => ({
    shown,
    value: valueAt(new ExperimentRequest(here, name, { set }).scenario, path),
    options: commandLine(set.flatMap((one) => ['--set', one])).replace(/^latsim /, ''),
  }));
  return {
    label,
    path,
    steps,
    at: steps.findIndex(({ value }) => JSON.stringify(value) === own),
  };
}

function valueAt(node: unknown, path: Path): unknown {
  return path.reduce((at, step) => (at as Record<string | number, unknown>)[step], node);
}
