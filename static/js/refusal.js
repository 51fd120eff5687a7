// What the server did not take of an entry, said above its text until it is taken.

export function showRefusal(box, sentence) {
  const question = box.closest(".ds_question");
  const id = `${box.id}-error`; // the one that the page came with is settled by the newer answer
  question.querySelector(`[id="${CSS.escape(id)}"]`)?.remove();
  if (sentence) question.insertBefore(drawn(id, sentence), box);
  question.classList.toggle("ds_question--error", Boolean(sentence));
  box.classList.toggle("ds_input--error", Boolean(sentence));
  for (const [name, value] of [["aria-invalid", "true"], ["aria-describedby", id]]) {
    if (sentence) box.setAttribute(name, value);
    else box.removeAttribute(name);
  }
}

function drawn(id, sentence) {
  const line = document.createElement("p");
  const word = document.createElement("span");
  line.className = "ds_question__error-message";
  line.id = id;
  word.className = "visually-hidden";
  word.textContent = "Error: ";
  line.append(word, sentence);
  return line;
}
