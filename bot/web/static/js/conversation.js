/** The conversation of this browser tab: kept while one reads a document, gone when the tab is closed. */

const KEY = "conversation";
const MOST = 20; // turns; the server takes as many

function load() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY));
    if (Array.isArray(kept?.answers) && typeof kept.id === "string") return kept;
  } catch {
    // Storage is off or holds something else: begin anew.
  }
  return { id: crypto.randomUUID?.() ?? `tab-${Math.random().toString(36).slice(2)}`, answers: [] };
}

let current = load();

function save() {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // Full or off: the conversation lives as long as the page.
  }
}

export const conversationId = () => current.id;
export const answers = () => current.answers;
export const questions = () => current.answers.map((answer) => answer.question);

export function remember(answer) {
  current.answers = [...current.answers, answer].slice(-MOST);
  save();
}

export function forget() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
  current = load();
}
