/** One answer: the owner leads, then the quotes, then what else should be known. */

import { dated, el, fill } from "./dom.js";
import { feedbackElement } from "./feedback.js";
import { quoteElements } from "./quote.js";

/**
 * @param {object} answer as `POST /api/ask` gives it
 * @param {Record<string, Record<string, string>>} texts of each language; an answer's labels follow its own
 * @param {(question: string) => void} ask what a suggestion does
 */
export function answerElement(answer, texts, ask) {
  const language = answer.language in texts ? answer.language : "sv";
  const t = texts[language];
  return el(
    "div",
    { class: "answer", lang: language },
    answer.resolved && answer.resolved !== answer.question && el("p", { class: "resolved" }, fill(t.resolved, { question: answer.resolved })),
    owner(answer.responsible, t),
    answer.message && el("p", { class: "message" }, answer.message),
    ...notes(answer, (notice) => !isAge(notice)),
    quotes(answer.quotes, answer, t, language),
    sure(answer.responsible, t),
    ...notes(answer, isAge),
    closest(answer.closest, t, language),
    suggestions(answer.suggestions, t, ask),
    (answer.quotes.length > 0 || answer.closest.length > 0) && feedbackElement(answer, t),
  );
}

/** What a screen reader says when the answer arrives: our lead, and the first quote with its speaker. */
export function spoken(answer, texts) {
  const t = texts[answer.language] ?? texts.sv;
  const [first] = answer.quotes;
  return [
    answer.responsible && `${t.owner}: ${answer.responsible.owner}.`,
    answer.message,
    ...answer.notes,
    first && fill(t.said, { standing: first.standing, text: first.text }),
  ].filter(Boolean).join(" ");
}

function owner(responsible, t) {
  if (!responsible) return null;
  return el(
    "div",
    { class: "owner" },
    el("p", { class: "eyebrow" }, t.owner),
    el("p", { class: "who", lang: "sv" }, responsible.owner),
    responsible.issue && el("p", { class: "for" }, ...around(t.owner_for, "issue", el("span", { lang: "sv" }, responsible.issue))),
  );
}

/** After the owner and the words: how firmly it is said, and how old it is. */
function sure(responsible, t) {
  if (!responsible?.certainty && !responsible?.as_of) return null;
  const certainty = responsible.certainty ?? "";
  return el(
    "p",
    { class: "sure" },
    ...dated(certainty),
    responsible.as_of && !certainty.includes(responsible.as_of) && el("span", {}, " ", fill(t.as_of, { date: responsible.as_of })),
  );
}

/** What says that the words are no longer in force stands right after them; every other note prepares for them. */
const isAge = (notice) => notice.startsWith("superseded");

function notes(answer, wanted) {
  return answer.notes.filter((_, n) => wanted(answer.notices[n] ?? "")).map((note) => el("p", { class: "note" }, ...dated(note)));
}

/** A text with an element in the place of one of its placeholders. */
function around(template, name, element) {
  const [before, after = ""] = template.split(`{${name}}`);
  return [before, element, after];
}

function quotes(found, answer, t, language) {
  if (!found.length) return null;
  const sides = new Set(found.map((quote) => quote.document)).size > 1; // each side with its speaker
  const kinds = ["quotes", found.length > 1 && "many", found.length > 1 && sides && "sides"];
  const name = (n) => (found.length > 1 ? fill(t.quote, { number: n + 1, count: found.length }) : t.answer);
  const flag = answer.notices.includes("superseded") ? t.superseded : "";
  return el("div", { class: kinds.filter(Boolean).join(" ") }, ...quoteElements(found, t, language, name, flag));
}

function closest(found, t, language) {
  if (!found.length) return null;
  return el(
    "section",
    { class: "closest", "aria-label": `${t.closest}: ${t.closest_badge}` },
    el("p", { class: "head" }, el("span", { class: "badge" }, t.closest_badge), el("span", {}, t.closest)),
    el("div", { class: "quotes many" }, ...quoteElements(found, t, language, () => t.closest_badge)),
  );
}

function suggestions(found, t, ask) {
  if (!found.length) return null;
  const chip = (question) => el("li", {}, el("button", { type: "button", class: "chip", onclick: () => ask(question) }, question));
  return el("div", { class: "suggestions" }, el("p", { class: "eyebrow" }, t.suggestions), el("ul", {}, ...found.map(chip)));
}
