/** The parameter of strategies that count when a deployment is called. */
export const callDelay = {
  type: 'duration',
  preset: '10ms',
  says: 'From the choice to the call, an assumption: requests that come meanwhile do not see it counted.',
} as const;
