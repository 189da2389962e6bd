// Projective maps of the plane: how paper lies before a lens or on glass.

// A map is a list of its eight coefficients a…h:
// x′ = (a·x + b·y + c) / (g·x + h·y + 1), y′ = (d·x + e·y + f) / (g·x + h·y + 1).

/** Where a point goes. */
export function mapPoint([a, b, c, d, e, f, g, h], { x, y }) {
  const depth = g * x + h * y + 1;
  return { x: (a * x + b * y + c) / depth, y: (d * x + e * y + f) / depth };
}

/**
 * The map that takes points to others: through four pairs exactly, through more as nearly as it can.
 * @param from four points or more, no three of the four on one straight line
 * @param to as many
 * @returns `undefined` where the points fix no map
 */
export function fitHomography(from, to) {
  if (from.length < 4 || from.length !== to.length) throw new RangeError("four pairs of points or more");
  // Both sides are brought near 0 and 1 first: squares of pixels beside ones would lose half of all digits.
  const [source, target] = [unitOf(from), unitOf(to)];
  const rows = from.flatMap((point, i) => {
    const { x, y } = source.into(point);
    const { x: u, y: v } = target.into(to[i]);
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ];
  });
  const normal = Array.from({ length: 8 }, (_, i) =>
    Array.from({ length: 9 }, (_, j) => rows.reduce((sum, row) => sum + row[i] * row[j], 0)),
  );
  const solved = solve(from.length === 4 ? rows : normal);
  if (!solved) return undefined;
  const [a, b, c, d, e, f, g, h] = solved;
  const whole = multiply(target.back, multiply([a, b, c, d, e, f, g, h, 1], source.matrix));
  return scaled(whole);
}

/** The map back; `undefined` where there is none. */
export function invertHomography([a, b, c, d, e, f, g, h]) {
  const inverse = [
    e - f * h,
    c * h - b,
    b * f - c * e,
    f * g - d,
    a - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
  return scaled(inverse);
}

/** Points moved and scaled so that their middle is 0 and their mean distance from it 1. */
function unitOf(points) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map((point) => point.x)), mean(points.map((point) => point.y))];
  const reach = mean(points.map((point) => Math.hypot(point.x - x, point.y - y))) || 1;
  return {
    into: (point) => ({ x: (point.x - x) / reach, y: (point.y - y) / reach }),
    matrix: [1 / reach, 0, -x / reach, 0, 1 / reach, -y / reach, 0, 0, 1],
    back: [reach, 0, x, 0, reach, y, 0, 0, 1],
  };
}

/** Product of two 3 × 3 matrices. */
function multiply(left, right) {
  return left.map((_, at) => {
    const row = 3 * Math.floor(at / 3);
    return [0, 1, 2].reduce((sum, i) => sum + left[row + i] * right[3 * i + (at % 3)], 0);
  });
}

function scaled(matrix) {
  const last = matrix[8];
  const values = matrix.slice(0, 8).map((value) => value / last);
  return values.every(Number.isFinite) ? values : undefined;
}

/** Gauss with the largest pivot: eight rows of nine. */
function solve(rows) {
  for (let pivot = 0; pivot < 8; pivot++) {
    const rest = rows.slice(pivot);
    const best = rest.reduce((a, b) => (Math.abs(b[pivot]) > Math.abs(a[pivot]) ? b : a));
    if (Math.abs(best[pivot]) < 1e-12) return undefined;
    const at = rows.indexOf(best);
    [rows[pivot], rows[at]] = [best, rows[pivot]];
    for (const row of rows) {
      if (row === best) continue;
      const share = row[pivot] / best[pivot];
      for (let i = pivot; i < 9; i++) row[i] = row[i] - share * best[i];
    }
  }
  return rows.map((row, i) => row[8] / row[i]);
}
