import { count, type WholeNumber } from '../../text/figures.js';
import type { ViolationKind } from '../../worlds/explore/checks/check.js';
import type { Behind } from '../../worlds/explore/choices.js';

/** What orders do that end in a kind of violation: several of them, and one. */
const ORDERS_DO: Readonly<Record<ViolationKind, readonly [several: string, one: string]>> = {
  deadlock: ['end in a deadlock', 'ends in a deadlock'],
  'lock-left-held': ['leave a lock held', 'leaves a lock held'],
  'endless-loop': ['go round for ever', 'goes round for ever'],
  'lost-update': ['lose a sample', 'loses a sample'],
  'stale-view': ['leave the router an old copy', 'leaves the router an old copy'],
  abandoned: ['abandon a sample', 'abandons a sample'],
  'not-serializable': ['end as no sequential order does', 'ends as no sequential order does'],
};

/** How the orders end that go on from here: `4 of 6 orders lose a sample`. */
export function behindText({ orders, wrong }: Behind): string {
  if (orders === null) {
    const can = told(wrong).map(({ kind }) => `an order can ${ORDERS_DO[kind][0]}`);
    return can.length === 0 ? 'nothing can go wrong' : can.join(', ');
  }
  if (wrong.length === 0) return noneText(orders);
  return told(wrong)
    .map((one) => someText(one.orders ?? 0, orders, ORDERS_DO[one.kind]))
    .join('; ');
}

/** The more telling ones: that an order which loses a sample ends as no sequential one does goes without saying. */
function told(wrong: Behind['wrong']): Behind['wrong'] {
  const [first, ...rest] = wrong;
  if (first === undefined) return [];
  return [first, ...rest.filter(({ kind }) => kind !== 'not-serializable')];
}

function noneText(orders: WholeNumber): string {
  if (orders === 1) return 'the one order that is left loses no sample';
  return orders === 2
    ? 'neither of 2 orders loses a sample'
    : `none of ${count(orders)} orders loses a sample`;
}

function someText(
  some: WholeNumber,
  orders: WholeNumber,
  [several, one]: readonly [several: string, one: string],
): string {
  if (orders === 1) return `the one order that is left ${one}`;
  if (some === orders) return `${orders === 2 ? 'both' : `all ${count(orders)}`} orders ${several}`;
  return `${count(some)} of ${count(orders)} orders ${some === 1 ? one : several}`;
}
