/* Keys turn the pages of the dashboard in large type; what is too long for its page is set smaller. */
const slides = [...document.querySelectorAll(".laa-slide")];
const STEPS = {
  ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1, " ": 1,
};
const ENDS = { Home: 0, End: slides.length - 1 };
const SMALLEST = 60;
const NEARLY = 2;

/* The one that fills most of the window. */
function current() {
  const middle = window.innerHeight / 2;
  const passed = slides.filter((each) => each.getBoundingClientRect().top <= middle);
  return Math.max(passed.length - 1, 0);
}

function say(slide) {
  if (location.hash !== `#${slide.id}`) {
    history.replaceState(null, "", `#${slide.id}`);
  }
}

function turnTo(number) {
  const slide = slides[number];
  if (slide) {
    say(slide);
    slide.scrollIntoView();
    slide.focus({ preventScroll: true });
  }
}

/* Whether the page goes on beyond the window, where that key leads: it scrolls there first. */
function goesOn(slide, step) {
  const { top, bottom } = slide.getBoundingClientRect();
  return step > 0 ? bottom > window.innerHeight + NEARLY : top < -NEARLY;
}

function fit() {
  for (const slide of slides) {
    const shown = slide.querySelector(".laa-slide__shown");
    shown.style.fontSize = "";
    for (let size = 95; size >= SMALLEST && slide.offsetHeight > window.innerHeight + NEARLY; size -= 5) {
      shown.style.fontSize = `${size}%`;
    }
  }
}

document.addEventListener("keydown", (event) => {
  const isBack = event.key === " " && event.shiftKey;
  const isModified = event.altKey || event.ctrlKey || event.metaKey || (event.shiftKey && !isBack);
  const isElsewhere = event.target.closest(".laa-scroll, summary, button, input, select, textarea");
  if (isModified || isElsewhere) {
    return;
  }
  const here = current();
  if (event.key in ENDS) {
    event.preventDefault();
    turnTo(ENDS[event.key]);
  } else if (event.key in STEPS) {
    const step = isBack ? -1 : STEPS[event.key];
    const isSideways = event.key === "ArrowRight" || event.key === "ArrowLeft";
    if (isSideways || !goesOn(slides[here], step)) {
      event.preventDefault();
      turnTo(here + step);
    }
  }
});

document.addEventListener("scroll", () => say(slides[current()]), { passive: true });
window.addEventListener("resize", fit);
document.fonts.ready.then(() => {
  fit();
  document.getElementById(location.hash.slice(1))?.scrollIntoView();
});
for (const keys of document.querySelectorAll(".laa-slide__keys")) {
  keys.hidden = false;
}
