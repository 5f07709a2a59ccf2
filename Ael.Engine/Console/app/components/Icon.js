import { html } from "../lib/html.js";

const paths = {
  overview: "M3 3h8v10H3zM13 3h8v6h-8zM13 11h8v10h-8zM3 15h8v6H3z",
  workflows: "M5 4h6v5H5zM13 15h6v5h-6zM8 9v5a3 3 0 0 0 3 3h2",
  executions: "M4 6h3M4 12h3M4 18h3M10 6h10M10 12h10M10 18h10",
  tools: "M14.500 6.500a4 4 0 0 0-5.400 4.900L3.500 17l3.500 3.500 5.600-5.600a4 4 0 0 0 4.900-5.400l-2.600 2.600-2.400-.600-.600-2.400z",
  telemetry: "M3 12h4l3-8 4 16 3-8h4",
  logs: "M5 3h10l4 4v14H5zM9 12h6M9 16h6M9 8h3",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.400 1.400M17.600 17.600 19 19M5 19l1.400-1.400M17.600 6.400 19 5",
  moon: "M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500z",
  play: "M7 4.500v15l12-7.500z",
  stop: "M6 6h12v12H6z",
  again: "M20 11a8 8 0 1 0-2.300 6.300M20 4v7h-7",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  link: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5",
  check: "M4 12.500l5 5L20 6.500",
  cross: "M6 6l12 12M18 6 6 18",
  skip: "M5 5v14l9-7zM18 5v14",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3 2",
  dots: "M6 12h.010M12 12h.010M18 12h.010",
  warning: "M12 4 2.500 20h19zM12 10v5M12 17.500v.500",
  code: "M8 7l-5 5 5 5M16 7l5 5-5 5",
  key: "M15 3a6 6 0 0 0-5.700 7.800L3 17v4h4l1-1v-2h2v-2h2l1.200-1.200A6 6 0 1 0 15 3zM16.500 7.500h.010",
  chevron: "M9 5l7 7-7 7",
};

/** A drawing of 1em beside text, never instead of it. @param {{ name: keyof typeof paths }} props */
export const Icon = ({ name }) => html`
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${paths[name]} /></svg>`;
