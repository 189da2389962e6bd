/**
 * Numbers from 0 to 1, the same for the same seed (mulberry32).
 * @param {number} seed any whole number
 * @returns {() => number}
 */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A seed of its own for each path of names and numbers below a seed: FNV-1a, then mixed. */
export function seedOf(seed, ...path) {
  let hash = 0x811c9dc5;
  for (const character of [seed, ...path].join("/")) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** Draws what a case is made of. */
export function drawer(seed) {
  const random = seededRandom(seed);
  const between = (least, most) => least + (most - least) * random();
  const whole = (least, most) => least + Math.floor(random() * (most - least + 1));
  const one = (values) => values[Math.floor(random() * values.length)];
  return {
    random,
    between,
    whole,
    one,
    sign: () => (random() < 0.5 ? -1 : 1),
    seed: () => Math.floor(random() * 2 ** 32),
  };
}

const NORMALS = 1 << 16;
let normals;

/** Normally distributed numbers of mean 0 and σ 1, from a table that is drawn once: a picture needs millions. */
export function normalTable() {
  if (normals) return normals;
  const random = seededRandom(20_260_101);
  normals = new Float32Array(NORMALS);
  for (let i = 0; i < NORMALS; i++) {
    normals[i] = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  }
  return normals;
}
