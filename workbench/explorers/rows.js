// A table whose rows can be chosen by mouse or arrow key. Cells come from articles: set as text only.
function render({ model, el }) {
  const make = (tag, text = "") => Object.assign(document.createElement(tag), { textContent: text });
  const box = make("div"), table = make("table"), caption = make("caption"), head = make("thead"), body = make("tbody");
  box.className = "wb-rows";
  table.append(caption, head, body);
  table.setAttribute("role", "grid");
  box.tabIndex = 0;
  box.append(table);
  el.append(box);

  const mark = () => {
    const current = model.get("current");
    [...body.rows].forEach((row, i) => row.setAttribute("aria-selected", String(i === current)));
    const row = body.rows[current];
    if (!row) return;
    const top = row.offsetTop - head.offsetHeight, low = row.offsetTop + row.offsetHeight - box.clientHeight;
    if (box.scrollTop > top) box.scrollTop = top;
    else if (box.scrollTop < low) box.scrollTop = low;
  };
  const choose = (i) => {
    if (i < 0 || i >= body.rows.length) return;
    model.set("current", i);
    model.save_changes();
  };
  const draw = () => {
    caption.textContent = model.get("caption");
    const titles = make("tr");
    titles.append(...model.get("columns").map((name) => Object.assign(make("th", name), { scope: "col" })));
    head.replaceChildren(titles);
    body.replaceChildren(...model.get("rows").map((cells, i) => {
      const row = make("tr");
      row.append(...cells.map((text) => { const cell = make("td"); cell.append(make("bdi", text)); return cell; }));
      row.addEventListener("click", () => choose(i));
      return row;
    }));
    mark();
  };
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { choose(model.get("current") + step); event.preventDefault(); }
    else if (model.get("letters").includes(event.key)) { model.send({ key: event.key }); event.preventDefault(); }
  });
  model.on("change:rows change:caption", draw);
  model.on("change:current", mark);
  draw();
}
export default { render };
