// Completes the last word of a field of tags, by the browser's own list of suggestions.
function equip(field) {
  if (field.list) return;
  const list = document.createElement("datalist");
  list.id = `${field.id}-known`;
  field.after(list);
  field.setAttribute("list", list.id);
  let pause;
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => suggest(field, list), 250);
  });
}

async function suggest(field, list) {
  const [, before, last] = field.value.match(/^(.*?)([^\s,]*)$/s);
  if (!last) return list.replaceChildren();
  const answer = await fetch(`/complete/tags?q=${encodeURIComponent(last)}`).catch(() => null);
  if (!answer?.ok) return;
  const { tags } = await answer.json();
  if (field.value !== before + last) return; // typed on meanwhile
  list.replaceChildren(...tags.filter((tag) => tag !== last).map((tag) => new Option("", before + tag)));
}

document.querySelectorAll("[data-tags]").forEach(equip);
