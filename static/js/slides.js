/* Arrow keys and Page Up and Down turn the pages of the dashboard in large type. */
const slides = [...document.querySelectorAll(".laa-slide")];
const STEPS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
const ENDS = { Home: 0, End: slides.length - 1 };

/* The one that fills most of the window. */
function current() {
  const middle = window.innerHeight / 2;
  const passed = slides.filter((each) => each.getBoundingClientRect().top <= middle);
  return Math.max(passed.length - 1, 0);
}

function turnTo(number) {
  const slide = slides[number];
  if (slide) {
    history.replaceState(null, "", `#${slide.id}`);
    slide.scrollIntoView();
    slide.focus({ preventScroll: true });
  }
}

document.addEventListener("keydown", (event) => {
  const isModified = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
  if (isModified || event.target.closest(".laa-scroll")) {
    return;
  }
  const number = event.key in STEPS ? current() + STEPS[event.key] : ENDS[event.key];
  if (number !== undefined) {
    event.preventDefault();
    turnTo(number);
  }
});
