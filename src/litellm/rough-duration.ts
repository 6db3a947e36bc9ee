/** A time as people say it, in its largest unit: `4.3 days`, `20 min`, `15 s`. */
export function roughly(time_s: number): string {
  const [unit_s, unit] =
    time_s >= 172_800
      ? [86_400, 'days']
      : time_s >= 7200
        ? [3600, 'h']
        : time_s >= 120
          ? [60, 'min']
          : [1, 's'];
  return `${Number((time_s / unit_s).toPrecision(3))} ${unit}`;
}
