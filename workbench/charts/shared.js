// One copy of the script for all charts of a page: it is loaded when its own widget arrives, before a chart asks for it.
const copies = (globalThis.workbenchScripts ??= new Map());
const load = (script) => {
  if (!copies.has(script)) copies.set(script, import(URL.createObjectURL(new Blob([script], { type: "text/javascript" }))));
  return copies.get(script);
};
async function initialize({ model }) {
  if (model.get("script")) await load(model.get("script"));
}
async function render(context) {
  const carrier = await context.model.widget_manager.get_model(context.model.get("carrier"));
  return (await load(carrier.get("script"))).default.render(context);
}
export default { initialize, render };
