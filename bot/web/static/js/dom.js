/**
 * The only way that these pages make elements: whatever comes from a document, a question or the
 * server ends up in text nodes and in the attributes named by the caller, never as markup.
 */

/**
 * @param {string} tag
 * @param {Record<string, unknown>} attributes `onclick` and the like take functions; false, null and undefined are left out
 * @param {...(Node|string|null|undefined|false)} children
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return element;
}

/** Fills `{name}` placeholders of one of our own texts. */
export function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Our own text as children, with its dates kept on one line. */
export function dated(text) {
  return text.split(/(\d{4}-\d{2}-\d{2})/).map((part, n) => (n % 2 ? el("span", { class: "date" }, part) : part));
}
