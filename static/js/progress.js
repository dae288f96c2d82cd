/* How far a large import is, looked at again every two seconds; without script there is a link. */
const EVERY = 2000;

async function look() {
  const shown = document.querySelector("[data-laa-progress]");
  if (!shown) {
    return;
  }
  let answer;
  try {
    answer = await fetch(location.href, { credentials: "same-origin" });
  } catch {
    setTimeout(look, EVERY); // the server is away for a moment
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.querySelector("[data-laa-progress]");
  if (now && shown.querySelector("h1").textContent === now.querySelector("h1").textContent) {
    const inside = document.activeElement && shown.contains(document.activeElement);
    if (!inside) {
      shown.replaceChildren(...now.childNodes);
    }
    document.title = page.title;
    setTimeout(look, EVERY);
  } else {
    location.reload();
  }
}

setTimeout(look, EVERY);
