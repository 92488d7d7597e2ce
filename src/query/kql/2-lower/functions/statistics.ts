/** Distributions and tests, by the incomplete beta function. */
import { convert } from '../conversions.ts'
import { type Formula, formula, strict } from './formula.ts'
import { type FunctionRow, propagating } from './row.ts'

const logBeta = formula('logBeta', 'a, b', 'lgamma(a) + lgamma(b) - lgamma(a + b)')

/**
 * The continued fraction of the incomplete beta function, by Lentz's method; converges for x < (a + 1) / (a + b + 2).
 * What is added to divisors keeps them from being zero and changes no other.
 */
const betaFraction = formula(
  'betaFraction',
  'x, a, b',
  `let first = 1 / (1 - (a + b) * x / (a + 1) + 1e-300);
   let folded = arrayFold(
     (s, m) ->
       def even = m * (b - m) * x / ((a - 1 + 2 * m) * (a + 2 * m));
       def odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 1 + 2 * m));
       def c = 1 + even / s.1 + 1e-300;
       def d = 1 / (1 + even * s.2 + 1e-300);
       def c2 = 1 + odd / c + 1e-300;
       def d2 = 1 / (1 + odd * d + 1e-300);
       (c2, d2, s.3 * c * d * c2 * d2),
     range(1, 250),
     (toFloat64(1), first, first));
   folded.3`,
)

/** The incomplete beta function I(x; a, b), for 0 <= x <= 1 and positive a, b. */
const incompleteBeta = formula(
  'incompleteBeta',
  'x, a, b',
  `let front = exp(a * log(x) + b * log1p(-x) - logBeta(a, b));
   x <= 0 ? toFloat64(0) :
   x >= 1 ? toFloat64(1) :
   x < (a + 1) / (a + b + 2) ? front * betaFraction(x, a, b) / a : 1 - front * betaFraction(1 - x, b, a) / b`,
  { uses: { logBeta, betaFraction } },
)

/** A first parameter that is not positive puts all the weight at 0, as the service has it. */
const betaCdf = formula(
  'betaCdf',
  'x, a, b',
  'x < 0 or x > 1 or b <= 0 ? nan : a <= 0 ? toFloat64(1) : incompleteBeta(x, a, b)',
  { uses: { incompleteBeta } },
)

const betaPdf = formula(
  'betaPdf',
  'x, a, b',
  `x < 0 or x > 1 or a <= 0 or b <= 0 ? nan :
   exp((a = 1 ? 0 : (a - 1) * log(x)) + (b = 1 ? 0 : (b - 1) * log1p(-x)) - logBeta(a, b))`,
  { uses: { logBeta } },
)

/** Newton's method; a step that leaves the interval known so far halves it instead. */
const betaInv = formula(
  'betaInv',
  'p, a, b',
  `let found = arrayFold(
     (s, step) ->
       let above = incompleteBeta(s.3, a, b) - p;
       def low = above < 0 ? s.3 : s.1;
       def high = above < 0 ? s.2 : s.3;
       def next = s.3 - above / betaPdf(s.3, a, b);
       (low, high, next > low and next < high ? next : (low + high) / 2),
     range(0, 40),
     (toFloat64(0), toFloat64(1), a / (a + b)));
   p < 0 or p > 1 or a <= 0 or b <= 0 ? nan : p = 0 or p = 1 ? p : found.3`,
  { uses: { incompleteBeta, betaPdf } },
)

/** The two-sided p value of Welch's t-test, with the degrees of freedom of Welch and Satterthwaite. */
const welchTest = formula(
  'welchTest',
  'mean1, variance1, count1, mean2, variance2, count2',
  `let s1 = variance1 / count1;
   let s2 = variance2 / count2;
   let freedom = pow(s1 + s2, 2) / (s1 * s1 / (count1 - 1) + s2 * s2 / (count2 - 1));
   let square = pow(mean1 - mean2, 2) / (s1 + s2);
   incompleteBeta(freedom / (freedom + square), freedom / 2, 0.5)`,
  { uses: { incompleteBeta } },
)

const ofReals =
  (translated: Formula): FunctionRow['translate'] =>
  ({ args }) =>
    strict(translated)(...args.map(arg => convert(arg, 'real')))

export const statisticsFunctions: readonly FunctionRow[] = [
  propagating(
    'beta_cdf',
    'Distribution function of the beta distribution; NaN outside 0 to 1.',
    'beta_cdf(0.5, 10.0, 20.0)',
    ofReals(betaCdf),
  ),
  propagating(
    'beta_inv',
    'Where the beta distribution reaches a probability; NaN outside 0 to 1.',
    'beta_inv(0.1, 10.0, 20.0)',
    ofReals(betaInv),
  ),
  propagating(
    'beta_pdf',
    'Density of the beta distribution; NaN outside 0 to 1.',
    'beta_pdf(0.5, 10.0, 20.0)',
    ofReals(betaPdf),
  ),
  propagating(
    'welch_test',
    "The p value of Welch's t-test, from mean, variance and count of two samples.",
    'welch_test(10.0, 2.0, 15, 11.0, 3.0, 15)',
    ofReals(welchTest),
  ),
]
