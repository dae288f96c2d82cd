/* A page of a return saves itself while somebody types, and says how the figure would stand. */
const WAIT = 1500;
const form = document.querySelector("form[data-saves-itself]");
const said = form?.querySelector("[data-saved]");
const outlook = form?.querySelector("[data-outlook]");
const words = form?.querySelector("[data-off-target]");
let waiting = 0;
let saving = null;
let again = false;

function say(words, isProblem = false) {
  said.textContent = words;
  said.classList.toggle("laa-return__saved--problem", isProblem);
}

function take(answer) {
  for (const [about, version] of Object.entries(answer.versions)) {
    form.elements[`${about}-version`].value = version;
  }
  say(answer.saved);
  if (outlook && answer.outlook) {
    outlook.innerHTML = answer.outlook;
    words.textContent = answer.off_target ? words.dataset.offTarget : words.dataset.onTarget;
  }
}

async function save() {
  if (saving) {
    again = true;
    return;
  }
  say("Saving …");
  saving = fetch(form.action || location.href, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    headers: { "X-Saves": "draft" },
    redirect: "error",
  });
  try {
    const answer = await saving;
    const told = await answer.json();
    if (answer.ok) {
      take(told);
    } else {
      say(told.sentence, true);
    }
  } catch {
    say("Not saved yet: there is no connection, or you were signed out. Press “Save and continue”.", true);
  }
  saving = null;
  if (again) {
    again = false;
    soon();
  }
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(save, WAIT);
}

if (said) {
  form.addEventListener("input", soon);
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    if (saving) {
      /* What is on its way first, so that this page does not clash with itself. */
      event.preventDefault();
      saving.finally(() => setTimeout(() => form.requestSubmit(event.submitter), 0)).catch(() => {});
    }
  });
}
