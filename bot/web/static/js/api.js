/** The server, as these pages use it. */

export class Failure extends Error {
  constructor(message, { network = false } = {}) {
    super(message);
    this.network = network;
  }
}

async function call(address, options) {
  let response;
  try {
    response = await fetch(address, options);
  } catch {
    throw new Failure("", { network: true });
  }
  if (response.status === 204) return null;
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Failure([body.error?.reason, body.error?.remedy].filter(Boolean).join(" "));
  return body;
}

const post = (address, body) =>
  call(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const ask = (question, conversation) => post("/api/ask", { question, conversation });
export const sendFeedback = (feedback) => post("/api/feedback", feedback);
export const texts = () => call("/api/texts");
export const tourStep = (query) => call(`/api/tour?${new URLSearchParams(query)}`);
export const surroundings = (quote, language) =>
  call(`/api/surroundings?${new URLSearchParams({ document: quote.document, start: quote.start, end: quote.end, language })}`);
