import { SUMMARY_LEVEL } from '../../measure/level.js';
import { levelText } from '../../text/figures.js';

/** Of the intervals and verdicts of a run; its expectations are judged at their own. */
export const LEVEL = levelText(SUMMARY_LEVEL);
