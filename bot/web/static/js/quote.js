/** One quote: who is speaking, the words, and where they stand. */

import { surroundings } from "./api.js";
import { dated, el, fill } from "./dom.js";

const VOICES = ["own", "reported", "opinion", "draft_decision", "process", "facts"];
const ITEM = /^\s*(?:\d{1,3}[.)]|[a-zåäö][.)]|[-–•*])\s/;
// A text file breaks lines in mid-sentence: only an empty line or the next item begins a line of the quote.
const LINES = /\n\s*\n|\n(?=\s*(?:\d{1,3}[.)]|[a-zåäö][.)]|[-–•*])\s)/;
const LONG = 320; // characters: from here on a quote is read, not glanced at, and set smaller
const NAME_WITHIN = 12; // characters: a name follows its item's number or bullet

/** The address of a document's page; the query highlights without a script, the fragment is the stable form. */
export function address({ document: id, start, end }) {
  return `/documents/${encodeURIComponent(id)}?start=${Number(start)}&end=${Number(end)}#${Number(start)}-${Number(end)}`;
}

const sameSource = (a, b) =>
  Boolean(a && b) && a.document === b.document && a.standing === b.standing && a.page === b.page && String(a.section) === String(b.section);

/** Quotes in a row, `flag` after each speaker; neighbours from one source share its speaker above the first and its source line under the last. */
export function quoteElements(quotes, t, language, name, flag = "") {
  return quotes.map((quote, n) =>
    quoteElement(quote, t, language, {
      name: name(n),
      leads: !sameSource(quotes[n - 1], quote),
      ends: !sameSource(quote, quotes[n + 1]),
      flag,
    }),
  );
}

function quoteElement(quote, t, language, { name, leads, ends, flag }) {
  const blockquote = el("blockquote", { lang: "sv", cite: address(quote) }, ...words(quote));
  return el(
    "figure",
    {
      class: ["quote", VOICES.includes(quote.voice) ? quote.voice : "own", !leads && "goes-on", quote.text.length > LONG && "long"].filter(Boolean).join(" "),
      "aria-label": name,
    },
    leads && el("p", { class: "standing" }, el("span", {}, ...dated(quote.standing || quote.status)), flag && el("span", { class: "badge past" }, flag)),
    blockquote,
    el("figcaption", {}, ends && source(quote, t), also(quote, t)),
    el("div", { class: "actions" }, el("a", { class: "open", href: address(quote) }, t.quote_open), contextButton(quote, blockquote, t, language)),
  );
}

/** The quoted words: a list's items each on a line of its own, and an item's own name in bold where it stands. */
function words({ text, name }) {
  const lines = text.split(LINES).filter((line) => line.trim());
  if (lines.length > 1) return lines.map((line) => el("span", { class: ITEM.test(line) ? "line item" : "line" }, line.trim()));
  const at = name ? text.indexOf(name) : -1;
  if (at < 0 || at > NAME_WITHIN) return [text];
  return [text.slice(0, at), el("strong", {}, name), text.slice(at + name.length)];
}

function source(quote, t) {
  const parts = [
    el("cite", { lang: "sv" }, quote.title),
    quote.issuer && el("span", { lang: "sv" }, quote.issuer),
    quote.date && el("time", { datetime: quote.date }, quote.date),
    quote.dnr && el("span", {}, fill(t.dnr, { dnr: quote.dnr })),
    quote.section?.length > 0 && el("span", {}, `${t.section}: `, el("span", { lang: "sv" }, quote.section.at(-1))),
    quote.page && el("span", {}, fill(t.page, { page: quote.page })),
  ];
  return el("p", { class: "source dotted" }, ...parts);
}

function also(quote, t) {
  if (!quote.also_in?.length) return null;
  const places = quote.also_in.map((place) => el("a", { href: address(place), lang: "sv" }, place.title || place.document));
  return el("p", { class: "also" }, `${t.also_in}: `, ...places.flatMap((place, n) => (n ? [", ", place] : [place])));
}

function contextButton(quote, blockquote, t, language) {
  let shown = [];
  const button = el("button", { type: "button", class: "plain", "aria-expanded": "false" }, t.context);
  button.addEventListener("click", async () => {
    if (shown.length) {
      shown.forEach((element) => element.remove());
      shown = [];
    } else {
      shown = await neighbours(quote, blockquote, t, language);
    }
    button.setAttribute("aria-expanded", String(shown.length > 0));
    button.textContent = shown.length ? t.context_hide : t.context;
  });
  return button;
}

async function neighbours(quote, blockquote, t, language) {
  const found = await surroundings(quote, language).catch(() => null);
  const make = (text, label) =>
    text && el("p", { class: "neighbour", lang: "sv" }, el("span", { class: "visually-hidden", lang: language }, `${label}: `), text);
  if (!found) {
    const failed = el("p", { class: "neighbour", role: "status" }, t.context_failed);
    blockquote.after(failed);
    return [failed];
  }
  const before = make(found.before, t.before);
  const after = make(found.after, t.after);
  if (before) blockquote.before(before);
  if (after) blockquote.after(after);
  return [before, after].filter(Boolean);
}
