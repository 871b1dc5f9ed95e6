// EcoIndex (ecoindex.fr): where a page stands, for its elements, requests and transferred bytes, among the pages of the HTTP Archive. Each
// measure is placed on a ladder of twenty quantiles; the score loses five points a rung, weighted 3, 2 and 1.
const LADDERS = [
  { of: 'elements', weight: 3, rungs: [0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603, 674, 753, 843, 949, 1076, 1237, 1459, 1801, 2479, 594601] },
  { of: 'requests', weight: 2, rungs: [0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281, 3920] },
  { of: 'kilobytes', weight: 1, rungs: [0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32, 1648.27, 1876.08, 2142.06,
    2465.37, 2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223212.26] },
];

function height(rungs, measure) {
  const above = rungs.findIndex(rung => measure < rung);
  if (above < 0) return rungs.length - 1;
  const [low, high] = [rungs[above - 1], rungs[above]];
  return above - 1 + (measure - low) / (high - low);
}

/** @param measures { elements, requests, kilobytes } @returns 0 to 100, more is lighter */
export function ecoindex(measures) {
  const lost = LADDERS.reduce((sum, { of, weight, rungs }) => sum + weight * height(rungs, measures[of]), 0);
  return 100 - 5 * lost / LADDERS.reduce((sum, { weight }) => sum + weight, 0);
}
