/** The page of questions. */

import { Failure, ask as askServer, texts as loadTexts } from "./api.js";
import { answerElement, spoken } from "./answer.js";
import { answers, forget, questions, remember } from "./conversation.js";
import { el, fill } from "./dom.js";

const form = document.querySelector("#ask");
const field = document.querySelector("#question");
const left = document.querySelector("#left");
const thread = document.querySelector("#thread");
const announcer = document.querySelector("#announcer");
const button = form.querySelector("button[type=submit]");
const renew = document.querySelector("#new");
const NEARLY_FULL = 200; // characters left when the count begins to show

const texts = await loadTexts();
const t = texts[document.documentElement.lang] ?? texts.sv;

function turn(question) {
  document.body.classList.add("talking");
  renew.hidden = false;
  field.placeholder = t.ask_more;
  const heading = el("h2", { class: "asked", tabindex: "-1" }, el("span", { class: "visually-hidden" }, `${t.you_asked}: `), question);
  const article = el("article", { class: "turn" }, heading);
  thread.append(article);
  return article;
}

async function answer(article, question) {
  const waiting = el("p", { class: "waiting" }, t.searching);
  article.append(waiting);
  button.disabled = true;
  announcer.textContent = t.searching;
  try {
    const found = await askServer(question, questions());
    remember(found);
    article.classList.add("fresh");
    article.append(answerElement(found, texts, ask));
    announcer.textContent = spoken(found, texts);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    article.append(failure(article, question, error));
  } finally {
    waiting.remove();
    button.disabled = false;
    article.scrollIntoView({ block: "start" });
  }
}

function failure(article, question, error) {
  const reason = error.network ? t.error_network : error.message;
  announcer.textContent = `${t.error_title}. ${reason}`;
  const box = el("div", { class: "failure" }, el("p", {}, el("strong", {}, t.error_title)), el("p", {}, reason));
  const again = () => {
    box.remove();
    field.focus();
    answer(article, question);
  };
  box.append(el("button", { type: "button", class: "plain", onclick: again }, t.retry));
  return box;
}

function ask(question) {
  if (button.disabled) return;
  field.value = "";
  const article = turn(question);
  grow();
  answer(article, question);
  field.focus({ preventScroll: true });
}

/** As tall as what is written, up to what the style sheet allows. */
function grow() {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
  const remaining = field.maxLength - field.value.length;
  left.textContent = remaining <= NEARLY_FULL ? fill(t.left, { count: remaining }) : "";
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const question = field.value.trim();
  if (question) ask(question);
});
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});
field.addEventListener("input", grow);
renew.addEventListener("click", () => {
  forget();
  thread.replaceChildren();
  document.body.classList.remove("talking");
  renew.hidden = true;
  announcer.textContent = "";
  field.focus();
});
for (const example of document.querySelectorAll(".example")) {
  example.addEventListener("click", () => ask(example.textContent.trim()));
}
for (const kept of answers()) turn(kept.question).append(answerElement(kept, texts, ask));
if (answers().length) thread.lastElementChild.scrollIntoView({ block: "start", behavior: "instant" });
const asked = new URLSearchParams(location.search).get("q");
if (asked) {
  history.replaceState(null, "", "/");
  ask(asked.slice(0, field.maxLength));
}
document.documentElement.dataset.ready = "true";
