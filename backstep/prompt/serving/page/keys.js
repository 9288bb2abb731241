// Keys go to the stepper from the start, and again when the window is come back to.
const focusStepper = () => {
  if (document.body.classList.contains("-first-byte"))
    document.querySelector(".xterm-helper-textarea")?.focus();
};
addEventListener("load", () => {
  new MutationObserver(focusStepper).observe(document.body, {attributeFilter: ["class"]});
  addEventListener("focus", focusStepper);
});
