import { lessonRequests } from '../../src/files/lesson.js';
import { ROOT } from './page.js';

/** The steps of the lesson, an item of a list each: what a step says, and what is changed in it. */
export function lessonList(): string[] {
  return lessonRequests(ROOT).map(({ request, control }, i) => {
    const { title, shows } = request.scenario;
    const choices = control.steps.map(({ shown }) => shown);
    const either = choices.length === 2 ? ` ${choices.join(' or ')}` : '';
    return `- **${i + 1}. ${title}.** ${shows} *To change: ${control.label.toLowerCase()}${either}.*`;
  });
}
