// A filter: a button that opens a list of tick boxes. Names come from articles, so everything is set as
// text, never as markup. Nothing ticked means everything.
function render({ model, el }) {
  const make = (tag, name, text = "") => Object.assign(document.createElement(tag), { className: name, textContent: text });
  const box = make("details", "wb-facet"), head = make("summary", ""), list = make("div", "wb-facet-list");
  const find = Object.assign(make("input", ""), { type: "search", placeholder: "find …" });
  const entries = make("div", ""), clear = make("button", "", "all");
  list.append(find, clear, entries);
  box.append(head, list);
  el.append(box);

  const title = () => {
    const names = new Map(model.get("options").map(([id, name]) => [id, name]));
    const value = model.get("value").map((id) => names.get(id) ?? id);
    head.replaceChildren(make("b", "", model.get("label") + ": "), make("bdi", "", value.length ? value.join(", ") : "all"));
    box.classList.toggle("wb-active", value.length > 0);
  };
  const draw = () => {
    const value = new Set(model.get("value")), words = find.value.toLowerCase();
    const options = model.get("options").filter(([, name]) => name.toLowerCase().includes(words)).slice(0, 200);
    find.hidden = model.get("options").length < 10;
    entries.replaceChildren(...options.map(([id, name, n]) => {
      const line = make("label", ""), tick = Object.assign(make("input", ""), { type: "checkbox", checked: value.has(id) });
      tick.addEventListener("change", () => {
        const now = new Set(model.get("value"));
        tick.checked ? now.add(id) : now.delete(id);
        model.set("value", model.get("options").map(([key]) => key).filter((key) => now.has(key)));
        model.save_changes();
      });
      line.append(tick, make("bdi", "", name), make("small", "", n.toLocaleString("en")));
      return line;
    }));
    title();
  };
  const close = (event) => { if (!el.contains(event.target)) box.open = false; };
  find.addEventListener("input", draw);
  clear.addEventListener("click", () => { model.set("value", []); model.save_changes(); });
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") { box.open = false; head.focus(); } });
  document.addEventListener("click", close, true);
  model.on("change:options change:value", draw);
  draw();
  return () => document.removeEventListener("click", close, true);
}
export default { render };
