// Draws the specification of a chart, and says which mark was clicked. Bundled with Vega, whose `vegaEmbed` it uses.
async function render({ model, el }) {
  let drawn, stale = false, busy = false;

  const show = async () => {
    try {
      drawn?.finalize();
      drawn = await vegaEmbed(el, structuredClone(model.get("spec")), structuredClone(model.get("options")));
      const svg = el.querySelector("svg.marks"); // as narrow as its page, but no narrower than it can be read
      svg?.style.setProperty("--wb-least", `${0.68 * svg.width.baseVal.value}px`);
      if (!(model.get("spec").params ?? []).some(({ name }) => name === "pick")) return;
      drawn.view.addSignalListener("pick", (_, { key }) => {
        model.set("picked", key?.[0] ?? null);
        model.save_changes();
      });
    } catch (error) {
      drawn = undefined;
      el.textContent = "JavaScript Error: " + error.message;
    }
  };
  // While one specification is drawn others may come: only the last of them is drawn.
  const draw = async () => {
    stale = true;
    if (busy) return;
    busy = true;
    while (stale) { stale = false; await show(); }
    busy = false;
  };
  model.on("change:spec", draw);
  await draw();
  return () => { model.off("change:spec", draw); drawn?.finalize(); };
}
export default { render };
