/** A link may carry the quoted span as `#start-end` only; the server, which marks it, needs to be told. */

const span = /^#(\d{1,9})-(\d{1,9})$/;

function show() {
  const found = span.exec(location.hash);
  if (!found) return;
  const mark = document.getElementById(location.hash.slice(1));
  if (mark) {
    mark.scrollIntoView({ block: "center" });
    mark.focus({ preventScroll: true });
    return;
  }
  const query = new URLSearchParams(location.search);
  if (query.get("start") === found[1] && query.get("end") === found[2]) return; // no such words here
  query.set("start", found[1]);
  query.set("end", found[2]);
  location.replace(`${location.pathname}?${query}${location.hash}`);
}

show();
addEventListener("hashchange", show);
