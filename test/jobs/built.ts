import type * as AnswerModule from '../../src/jobs/answer.js';
import type * as ExecutorOfModule from '../../src/jobs/executor-of.js';
import type * as InlineModule from '../../src/jobs/inline.js';
import type * as ThreadsModule from '../../src/jobs/threads.js';

/*
 * The executors as they are compiled: a thread starts with a file of its own, in JavaScript. Named
 * by addresses, so that the tests compile without a build.
 */
const built = (name: string) => new URL(`../../.build/jobs/${name}.js`, import.meta.url).href;

export const { answer } = (await import(built('answer'))) as typeof AnswerModule;
export const { executorOf } = (await import(built('executor-of'))) as typeof ExecutorOfModule;
export const { inline } = (await import(built('inline'))) as typeof InlineModule;
export const { threads } = (await import(built('threads'))) as typeof ThreadsModule;
