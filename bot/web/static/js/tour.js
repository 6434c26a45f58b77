/** The tour: fetches the step's live quotes, and remembers in this browser how far one came. */

import { Failure, texts as loadTexts, tourStep } from "./api.js";
import { answerElement } from "./answer.js";
import { el, fill } from "./dom.js";

const KEY = "tour";
const place = document.querySelector("#step");
const language = document.documentElement.lang;

function stored() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return Number.isInteger(kept?.step) ? kept : null;
  } catch {
    return null;
  }
}

function store(progress) {
  try {
    if (progress) localStorage.setItem(KEY, JSON.stringify(progress));
    else localStorage.removeItem(KEY);
  } catch {
    // Storage is off: the tour works without a memory.
  }
}

const address = ({ step, role }) => `/tour?${new URLSearchParams(role ? { step, role } : { step })}`;

async function show(step, role) {
  const texts = await loadTexts();
  const t = texts[language] ?? texts.sv;
  const waiting = el("p", { class: "waiting" }, t.searching);
  place.append(waiting);
  try {
    const found = await tourStep({ step, role, language });
    place.append(
      el("p", { class: "asked" }, found.question),
      answerElement(found.answer, texts, (question) => location.assign(`/?${new URLSearchParams({ q: question })}`)),
    );
    store({ step, role });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    place.append(el("p", { class: "failure" }, error.network ? t.error_network : error.message));
  }
  waiting.remove();
}

if (place) await show(Number(place.dataset.step), place.dataset.role);
if (document.querySelector("#finished")) store(null);
const resume = document.querySelector("#resume");
const progress = stored();
if (resume && progress) {
  resume.href = address(progress);
  resume.textContent = fill(resume.dataset.template, { number: progress.step });
  resume.parentElement.hidden = false;
}
document.documentElement.dataset.ready = "true";
