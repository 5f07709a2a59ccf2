const ago = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "narrow" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3, hour12: false });
const whole = new Intl.NumberFormat("en");

/** @param {number | null | undefined} ms */
export function duration(ms) {
  if (ms === null || ms === undefined) {
    return "–";
  }
  if (ms === 0) {
    return "0 ms";
  }
  if (ms < 10) {
    return `${ms.toFixed(ms < 1 ? 2 : 1)} ms`;
  }
  if (ms < 1000) {
    return `${Math.round(ms)} ms`;
  }
  const seconds = ms / 1000;
  if (seconds < 60) {
    return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
  }
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} m ${pad(Math.floor(seconds % 60))} s` : `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} m`;
}

/** @param {number} n */
const pad = (n) => String(n).padStart(2, "0");

/** @param {number | null | undefined} n */
export const count = (n) => (n === null || n === undefined ? "–" : whole.format(n));

/** @param {number | null | undefined} share 0 to 1 */
export function percent(share) {
  if (share === null || share === undefined) {
    return "–";
  }
  // 99.97 % is not 100 %.
  const rounded = Math.floor(share * 1000) / 10;
  return `${Number.isInteger(rounded) ? rounded : rounded.toFixed(1)} %`;
}

/** @param {string} at @param {number} now */
export function since(at, now) {
  const seconds = Math.round((Date.parse(at) - now) / 1000);
  if (seconds > -3) {
    return "now";
  }
  if (seconds > -60) {
    return ago.format(seconds, "second");
  }
  if (seconds > -3600) {
    return ago.format(Math.round(seconds / 60), "minute");
  }
  return seconds > -86400 ? ago.format(Math.round(seconds / 3600), "hour") : ago.format(Math.round(seconds / 86400), "day");
}

/** @param {string} at */
export const exactTime = (at) => exact.format(new Date(at));

/** With milliseconds. @param {string} at */
export const clockTime = (at) => clock.format(new Date(at));

/** @param {number} bytes */
export function bytes(bytes) {
  const power = bytes < 1 ? 0 : Math.min(3, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${["B", "KiB", "MiB", "GiB"][power]}`;
}
