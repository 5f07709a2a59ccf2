import { h } from "preact";
import htm from "htm";

/** Templates. Whatever is put into one with ${} becomes text, an attribute's value or another template, never markup. */
export const html = htm.bind(h);
