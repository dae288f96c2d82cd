/* A page of a return saves itself while somebody types, and says how the figure would stand. */
const WAIT = 1500;
const RETRY = 15000;
const form = document.querySelector("form[data-saves-itself]");
const said = form?.querySelector("[data-saved]");
const outlook = form?.querySelector("[data-outlook]");
const words = form?.querySelector("[data-off-target]");
let waiting = 0;
let saving = null;
let again = false;
let refused = false;

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

async function send() {
  say("Saving …");
  try {
    const answer = await fetch(form.action || location.href, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { "X-Saves": "draft" },
      redirect: "error",
    });
    const told = await answer.json();
    if (answer.ok) {
      take(told);
    } else {
      /* Nothing that this page sends by itself will be saved now: a person must look at it. */
      refused = true;
      say(told.sentence, true);
    }
  } catch {
    say("Not saved yet: there is no connection. What you typed is still here, and is sent again.", true);
    setTimeout(soon, RETRY);
  }
}

async function save() {
  if (saving) {
    again = true;
    return;
  }
  saving = send();
  await saving;
  saving = null;
  if (again) {
    again = false;
    soon();
  }
}

function soon() {
  clearTimeout(waiting);
  if (!refused) {
    waiting = setTimeout(save, WAIT);
  }
}

if (said) {
  form.addEventListener("input", soon);
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    if (saving) {
      /* What is on its way first, so that this page does not clash with itself. */
      event.preventDefault();
      saving.then(() => setTimeout(() => form.requestSubmit(event.submitter), 0));
    }
  });
}
