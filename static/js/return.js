/* A page of a return saves itself while somebody types, at the latest when they leave it, and says
   how the figure would stand. */
const PAUSE = 1500;
const AT_LATEST = 5000;
const RETRY = 15000;
/* How many characters a browser still sends for a page that is gone. */
const MOST_ON_LEAVING = 60000;
const form = document.querySelector("form[data-saves-itself]");
const said = form?.querySelector("[data-saved]");
const outlook = form?.querySelector("[data-outlook]");
const words = form?.querySelector("[data-off-target]");
let waiting = 0;
let saving = null;
let again = false;
let refused = false;
let unreached = false;
let unsavedSince = 0;
let submitting = false;
let goesOn = false;

function say(words, isProblem = false) {
  said.textContent = words;
  said.classList.toggle("laa-return__saved--problem", isProblem);
}

function typed() {
  return new URLSearchParams(new FormData(form)).toString();
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
  const since = unsavedSince || Date.now();
  const sent = typed();
  unsavedSince = 0;
  say("Saving …");
  try {
    const answer = await fetch(form.action || location.href, {
      method: "POST",
      body: sent,
      headers: { "Content-Type": "application/x-www-form-urlencoded", "X-Saves": "draft" },
      redirect: "error",
      keepalive: sent.length < MOST_ON_LEAVING,
    });
    const told = await answer.json();
    unreached = answer.status === 503;
    if (answer.ok) {
      take(told);
    } else if (unreached) {
      /* Nothing can be saved just now: it is sent again, as where there is no connection. */
      unsavedSince = since;
      say(told.sentence, true);
      setTimeout(soon, RETRY);
    } else {
      /* Nothing that this page sends by itself will be saved now: a person must look at it. */
      refused = true;
      unsavedSince = since;
      say(told.sentence, true);
    }
  } catch {
    unreached = true;
    unsavedSince = since;
    say("Not saved yet: there is no connection. What you typed is still here, and is sent again.", true);
    setTimeout(soon, RETRY);
  }
}

async function save() {
  clearTimeout(waiting);
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
    unsavedSince ||= Date.now();
    waiting = setTimeout(save, Math.max(0, Math.min(PAUSE, unsavedSince + AT_LATEST - Date.now())));
  }
}

/* What is on its way goes first, and what was not saved, so that nothing is lost where the server
   cannot be reached, and this page does not clash with itself. */
async function submit(button) {
  /* A form cannot be sent anew while it still tells that it is being sent. */
  await new Promise((told) => setTimeout(told));
  await saving;
  if (!refused && (unsavedSince || unreached || !navigator.onLine)) {
    await save();
  }
  if (unreached) {
    submitting = false;
    say("Not saved: there is no connection, or nothing can be saved just now. What you typed is still here: press the button again later.", true);
    return;
  }
  goesOn = true;
  form.requestSubmit(button);
}

if (said) {
  form.addEventListener("input", () => {
    unsavedSince ||= Date.now();
    soon();
  });
  form.addEventListener("submit", (event) => {
    if (goesOn) {
      return;
    }
    event.preventDefault();
    if (!submitting) {
      submitting = true;
      clearTimeout(waiting);
      submit(event.submitter);
    }
  });
  addEventListener("beforeunload", (event) => {
    if (!goesOn && unsavedSince && (saving || refused || unreached || typed().length >= MOST_ON_LEAVING)) {
      event.preventDefault();
    }
  });
  addEventListener("pagehide", () => {
    if (!goesOn && unsavedSince && !saving && !refused) {
      save();
    }
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && !goesOn && unsavedSince && !refused) {
      save();
    }
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      location.reload();
    }
  });
}
