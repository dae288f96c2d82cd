/* Starts the GOV.UK components; the page's <link id="govuk-frontend"> says where they are. */
const { initAll } = await import(document.getElementById("govuk-frontend").href);
initAll();

/* What is folded away is printed: where the style sheet alone cannot open it. */
const opened = [];
window.addEventListener("beforeprint", () => {
  for (const each of document.querySelectorAll("details:not([open])")) {
    each.open = true;
    opened.push(each);
  }
});
window.addEventListener("afterprint", () => {
  for (const each of opened.splice(0)) {
    each.open = false;
  }
});
