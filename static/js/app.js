// Starts what a page carries. Every page works without it.

const PARTS = {
  "ds-accordion": "Accordion",
  "ds-back-to-top": "BackToTop",
  "ds-character-count": "CharacterCount",
  "ds-checkboxes": "Checkboxes",
  "ds-datepicker": "DatePicker",
  "ds-notification-message": "NotificationMessage",
  "ds-side-navigation": "SideNavigation",
  "ds-step-navigation": "StepNavigation",
  "ds-tabs": "Tabs",
};
const WAITING = "[data-module]:not(.js-instantiated), table[data-smallscreen]:not(.js-instantiated)";

// The design system's script is fetched only by pages that hold one of its parts. `initAll` is
// never called: it would start tracking.
async function start(scope) {
  const waiting = [...scope.querySelectorAll(WAITING)];
  if (waiting.length === 0) return;
  const { designSystem } = document.querySelector("script[data-design-system]").dataset;
  await import(designSystem);
  for (const part of waiting) {
    const name = part.matches("table") ? "MobileTable" : PARTS[part.dataset.module];
    if (name && !part.classList.contains("js-instantiated")) {
      new window.DS.components[name](part).init();
      part.classList.add("js-instantiated");
    }
  }
}

start(document);
document.addEventListener("cohort:settled", () => start(document));
document.addEventListener("htmx:afterSettle", () => start(document));

document.querySelector(".ds_error-summary")?.focus();

// Escape closes what is open: the phone's menu, the calendar.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.target.closest(".ds_datepicker__dialog--open")?.querySelector(".js-datepicker-cancel").click();
  const menu = document.querySelector("details.cp-menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A second press of a button while the first is on its way sends nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "true";
  setTimeout(() => delete form.dataset.sent, 4000);
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
