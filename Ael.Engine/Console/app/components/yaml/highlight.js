/**
 * The part of Prism that is used: its tokens, never its markup.
 * @typedef {{ type: string, content: Content }} Token
 * @typedef {string | Token | (string | Token)[]} Content
 * @typedef {{ tokenize: (text: string, grammar: unknown) => (string | Token)[], languages: Record<string, unknown> }} Highlighter
 */

// Prism is a script of its own, not a module.
const Prism = /** @type {{ Prism: Highlighter }} */ (/** @type {unknown} */ (globalThis)).Prism;

/** @typedef {{ text: string, kind: string }} Piece */

/** YAML as lines of pieces with their kinds; Python within `code: |` as Python. @param {string} text @returns {Piece[][]} */
export function highlight(text) {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  /** @type {Piece[][]} */
  const result = [];
  for (let at = 0; at < lines.length;) {
    const code = /^(\s*)(- )?code:\s*[|>][-+0-9]*\s*(#.*)?$/.exec(lines[at]);
    const end = code ? blockEnd(lines, at + 1, code[1].length + (code[2]?.length ?? 0)) : nextCode(lines, at + 1);
    if (code) {
      result.push(...pieces(lines[at], "yaml"));
      if (end > at + 1) {
        result.push(...pieces(lines.slice(at + 1, end).join("\n"), "python"));
      }
    } else {
      result.push(...pieces(lines.slice(at, end).join("\n"), "yaml"));
    }
    at = end;
  }
  return result;
}

/** @param {string[]} lines @param {number} from @param {number} indent of the key that the block belongs to */
function blockEnd(lines, from, indent) {
  let end = from;
  while (end < lines.length && (lines[end].trim() === "" || lines[end].search(/\S/) > indent)) {
    end++;
  }
  return end;
}

/** @param {string[]} lines @param {number} from */
function nextCode(lines, from) {
  let at = from;
  while (at < lines.length && !/^\s*(- )?code:\s*[|>]/.test(lines[at])) {
    at++;
  }
  return at;
}

/** @param {string} text @param {string} language */
function pieces(text, language) {
  /** @type {Piece[][]} */
  const lines = [[]];
  for (const { text: part, kind } of flat(Prism.tokenize(text, Prism.languages[language]), "")) {
    part.split("\n").forEach((piece, index) => {
      if (index > 0) {
        lines.push([]);
      }
      if (piece !== "") {
        lines[lines.length - 1].push({ text: piece, kind });
      }
    });
  }
  return lines;
}

/** @param {Content} content @param {string} kind @returns {Generator<Piece>} */
function* flat(content, kind) {
  if (typeof content === "string") {
    yield { text: content, kind };
  } else if (Array.isArray(content)) {
    for (const one of content) {
      yield* flat(one, kind);
    }
  } else {
    yield* flat(content.content, content.type);
  }
}
