import { lessonRequests } from '../files/lesson.js';
import { writtenPage } from '../files/page-code.js';
import { type LessonStep, lessonPage } from '../report/page/lesson.js';
import { againCommand } from '../report/run/advice.js';
import { running } from '../studies/run.js';
import { type AnswerOptions, answered } from './answered.js';
import type { Io } from './io.js';

/** The lesson as a page; undefined where it was interrupted. */
export async function pageOfLesson(
  io: Io,
  options: Pick<AnswerOptions, 'threads'>,
): Promise<string | undefined> {
  const steps: LessonStep[] = [];
  for (const { request, control } of lessonRequests(io.cwd)) {
    const logger = request.logger(undefined);
    const question = { ...request.question(logger), followed: true };
    const found = await answered(io, running(question), options);
    if (found.partial) return undefined;
    const report = request.report(found);
    const { where } = request.heading([], logger);
    steps.push({
      run: { report, input: request.input(logger) },
      known: { logger: report.logger, groups: report.groups, known: found.known ?? [] },
      control,
      again: againCommand(report, where),
      events: where.events,
    });
  }
  return writtenPage(lessonPage(steps as [LessonStep, ...LessonStep[]]));
}
