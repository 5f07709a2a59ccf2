/** Marks on a time axis of this length, in ms: about five, at round numbers. @param {number} length */
export function ticks(length) {
  const rough = Math.max(length, 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough) ?? 10 * power;
  const marks = [];
  for (let at = 0; at < length; at += step) {
    marks.push(at);
  }
  return marks;
}
