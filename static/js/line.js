// The one line that says how saving stands, with a way on where there is one.

export class Line {
  constructor(element, form) {
    this.element = element;
    this.form = form;
  }

  state(name) {
    this.element.dataset.state = name;
  }

  say(name, words, ...more) {
    this.state(name);
    if (more.length === 0 && this.element.textContent === words) return;
    this.element.replaceChildren(document.createTextNode(words), ...more);
  }

  // Saves by the form itself: its answer is the page of both texts.
  button(label) {
    const button = document.createElement("button");
    button.type = "submit";
    button.name = "save";
    button.value = "1";
    button.className = "cp-link-button";
    button.textContent = label;
    return button;
  }

  linkToSignIn(key) {
    const link = document.createElement("a");
    const back = `${location.pathname}${location.search}#entry-${key}`;
    link.href = `${this.form.dataset.signIn}?next=${encodeURIComponent(back)}`;
    link.textContent = "Sign in";
    return link;
  }
}
