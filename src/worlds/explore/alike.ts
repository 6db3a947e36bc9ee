import type { CompletionEvent } from '../../model/completion.js';
import { contentOf } from './content.js';

/**
 * The first task that each is like, by number: tasks that log the same in the same process are
 * interchangeable. A select comes after them and is like none.
 */
export function alikeTasks(
  events: readonly (readonly CompletionEvent[])[],
  processes: number,
): readonly number[] {
  const first = new Map<string, number>();
  const alike = events.map((logged, task) => {
    const does = `${task % processes} ${contentOf(logged)}`;
    const like = first.get(does) ?? task;
    first.set(does, like);
    return like;
  });
  return [...alike, events.length];
}
