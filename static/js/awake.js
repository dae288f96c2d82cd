/* Whoever types on a page for long stays signed in: the server is told, at most every five minutes. */
const EVERY = 5 * 60 * 1000;
const address = document.querySelector('meta[name="awake"]')?.content;
let told = Date.now();

document.addEventListener("input", () => {
  if (address && Date.now() - told > EVERY) {
    told = Date.now();
    fetch(address).catch(() => {});
  }
});
