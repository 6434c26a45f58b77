/** Narrows the table while one types. Without this script the form asks the server for the same. */

import { fill } from "./dom.js";

const field = document.querySelector("#q");
const count = document.querySelector("#count");
const rows = [...document.querySelectorAll("tbody tr")];
const alreadyNarrow = new URLSearchParams(location.search).has("q");

function narrow() {
  const words = field.value.toLocaleLowerCase("sv").split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    const said = row.textContent.toLocaleLowerCase("sv");
    row.hidden = !words.every((word) => said.includes(word));
    if (!row.hidden) shown += 1;
  }
  count.textContent = fill(count.dataset.template, { count: shown, total: rows.length });
}

// A page that the server has narrowed lacks rows, so there the form goes on asking the server.
if (!alreadyNarrow) {
  field.addEventListener("input", narrow);
  field.form.addEventListener("submit", (event) => event.preventDefault());
  if (field.value) narrow();
}
