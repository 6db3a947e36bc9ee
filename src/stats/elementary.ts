/*
 * The natural logarithm and its inverse, the same to the bit wherever JavaScript runs. `Math.log` and
 * `Math.exp` are not: browsers of 2026 round other last digits than Node 20 to 24. These are those of
 * FreeBSD's msun (e_log.c, e_exp.c), which V8 had until then, so that figures are as they were:
 *
 * Copyright (C) 1993, 2004 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy, modify,
 * and distribute this software is freely granted, provided that this notice is preserved.
 */

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
double[0] = 1;
/** Which of the words has sign and exponent: that depends on the machine. */
const HIGH = words[0] === 0 ? 1 : 0;

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** The upper half of a double. */
function highOf(x: number): number {
  double[0] = x;
  return (words[HIGH] as number) | 0;
}

/** A double with another upper half. */
function withHigh(x: number, high: number): number {
  double[0] = x;
  words[HIGH] = high;
  return double[0] as number;
}

/** The natural logarithm of a number. */
export function ln(of: number): number {
  if (of === 0) return Number.NEGATIVE_INFINITY;
  if (!(of > 0)) return Number.NaN;
  if (of === Number.POSITIVE_INFINITY) return of;
  let x = of;
  let k = 0;
  let high = highOf(x);
  if (high < 0x00100000) {
    k = -54;
    x *= 0x40000000000000;
    high = highOf(x);
  }
  k += (high >> 20) - 1023;
  high &= 0x000fffff;
  const half = (high + 0x95f64) & 0x100000;
  k += half >> 20;
  const f = withHigh(x, high | (half ^ 0x3ff00000)) - 1;
  if ((0x000fffff & (2 + high)) < 3) {
    if (f === 0) return k === 0 ? 0 : k * LN2_HIGH + k * LN2_LOW;
    const r = f * f * (0.5 - (1 / 3) * f);
    return k === 0 ? f - r : k * LN2_HIGH - (r - k * LN2_LOW - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const t1 = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const t2 =
    z *
    (0.6666666666666735 +
      w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const r = t2 + t1;
  if (((high - 0x6147a) | (0x6b851 - high)) > 0) {
    const square = 0.5 * f * f;
    return k === 0
      ? f - (square - s * (square + r))
      : k * LN2_HIGH - (square - (s * (square + r) + k * LN2_LOW) - f);
  }
  return k === 0 ? f - s * (f - r) : k * LN2_HIGH - (s * (f - r) - k * LN2_LOW - f);
}

const MOST = 709.782712893384;
const LEAST = -745.1332191019411;
/** Halves and thrice halves of ln 2, in the upper half of a double. */
const HALF_LN2 = 0x3fd62e42;
const THRICE_HALF_LN2 = 0x3ff0a2b2;
const TINY = 0x3e300000;

/** e to the power of a number. */
export function exp(of: number): number {
  if (Number.isNaN(of)) return of;
  if (of > MOST) return Number.POSITIVE_INFINITY;
  if (of < LEAST) return 0;
  const size = highOf(of) & 0x7fffffff;
  if (size < TINY) return 1 + of;
  let x = of;
  let high = 0;
  let low = 0;
  let k = 0;
  if (size > HALF_LN2) {
    if (size < THRICE_HALF_LN2) {
      if (of === 1) return Math.E;
      k = of < 0 ? -1 : 1;
      high = of - k * LN2_HIGH;
      low = k * LN2_LOW;
    } else {
      k = Math.trunc(Math.LOG2E * of + (of < 0 ? -0.5 : 0.5));
      high = of - k * LN2_HIGH;
      low = k * LN2_LOW;
    }
    x = high - low;
  }
  const t = x * x;
  const c =
    x -
    t *
      (0.16666666666666602 +
        t *
          (-0.0027777777777015593 +
            t * (6.613756321437934e-5 + t * (-1.6533902205465252e-6 + t * 4.1381367970572385e-8))));
  if (k === 0) return 1 - ((x * c) / (c - 2) - x);
  const y = 1 - (low - (x * c) / (2 - c) - high);
  if (k === 1024) return y * 2 * 8.98846567431158e307;
  if (k >= -1021) return y * withHigh(0, (0x3ff00000 + (k << 20)) | 0);
  return y * withHigh(0, (0x3ff00000 + ((k + 1000) << 20)) | 0) * 9.332636185032189e-302;
}

/** Of a number above 0, the power of ten at or below it: 3 of 1000, and of 9999. */
export function powerOfTen(value: number): number {
  return Number(value.toExponential().split('e')[1]);
}
