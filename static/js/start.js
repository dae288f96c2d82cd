/* Starts the GOV.UK components; the page's <link id="govuk-frontend"> says where they are. */
const { initAll } = await import(document.getElementById("govuk-frontend").href);
initAll();
