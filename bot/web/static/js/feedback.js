/** "Hade du nytta av svaret?": one click, and a reason for whoever wants to give one. */

import { sendFeedback } from "./api.js";
import { el } from "./dom.js";
import { conversationId } from "./conversation.js";

const REASONS = ["wrong", "incomplete", "unclear", "outdated"]; // the same in Slack and Teams

export function feedbackElement(answer, t) {
  const box = el("div", { class: "feedback", role: "group", "aria-label": t.useful_question });
  const status = el("span", { role: "status" });
  const [first] = [...answer.quotes, ...answer.closest];
  const send = async (useful, reason = "") => {
    try {
      await sendFeedback({
        question: answer.question, useful, reason, generation: answer.generation, conversation: conversationId(),
        quote: first ? `${first.document}#${first.start}-${first.end}` : "",
      });
    } catch {
      status.textContent = t.feedback_failed;
      return false;
    }
    return true;
  };
  const chip = (label, onclick) => el("button", { type: "button", class: "chip", onclick }, label);
  const thank = () => {
    status.textContent = t.thanks;
    box.replaceChildren(status);
  };
  const why = () => {
    status.textContent = t.thanks;
    const reasons = REASONS.map((reason) => chip(t[`reason_${reason}`], async () => (await send(false, reason)) && thank()));
    box.replaceChildren(status, el("span", {}, t.why), ...reasons);
    reasons[0].focus();
  };
  box.append(
    el("span", {}, t.useful_question),
    chip(t.useful, async () => (await send(true)) && thank()),
    chip(t.not_useful, async () => (await send(false)) && why()),
    status,
  );
  return box;
}
