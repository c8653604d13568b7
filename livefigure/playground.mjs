// @ts-check
// Shows the picture that Python draws for a Playground, under the controls of every figure.
//
// Sent joined to live.mjs, whose names it uses: widget.py takes the import and that file's default
// export away.  So a figure, which is sent far more often, does not carry it.
import { comeIntoView, initialize, node, panel, tell } from "./live.mjs";

/**
 * @typedef {import("./live.mjs").Context} Context
 * @typedef {import("./live.mjs").Playground} Playground
 */

// In ms, until it says that it is computing
const BUSY_AFTER = 150;

/**
 * @param {Context} context
 * @param {Playground} spec
 */
function playground(context, spec) {
  const { model } = context;
  const ui = panel(context, spec, null, 0);
  const image = node("img", { class: "live-image", alt: "" });
  image.style.maxWidth = `${(spec.width * 96) / 72}px`;
  const status = node("p", { role: "status", class: "live-caption" });
  const printed = node("pre", { class: "live-printed" });
  const trouble = node("pre", { role: "alert", class: "live-trouble" });
  // The address and the turn of the picture that is shown, the latest turn, and whether all is over
  let [url, shown, made, gone] = ["", 0, 0, false];
  /** @type {ReturnType<typeof setTimeout> | 0} */
  let waiting = 0;
  function show() {
    const drawn = model.get("_shown");
    ui.show();
    clearTimeout(waiting);
    const busy = String(drawn.position) !== String(ui.position());
    // Said only when it takes long: a word that comes and goes at every step would flicker.
    if (busy) waiting = setTimeout(() => tell(status, "Computing …"), BUSY_AFTER);
    else tell(status, drawn.caption);
    tell(printed, drawn.printed);
    tell(trouble, drawn.trouble);
    for (const pre of [printed, trouble]) pre.hidden = !pre.textContent;
    image.alt = drawn.alt;
  }
  function paint() {
    const turn = ++made;
    const next = new Image();
    next.src = URL.createObjectURL(new Blob([model.get("_image")], { type: "image/png" }));
    // Decoded first and then swapped in: the old picture stays until the new one is ready.
    next.decode().catch(() => {}).then(() => {
      // One that was asked for later may have been ready sooner.
      const late = gone || turn < shown;
      URL.revokeObjectURL(late ? next.src : url);
      if (late) return;
      [url, shown] = [next.src, turn];
      image.src = url;
      comeIntoView(ui.frame);
    });
  }
  ui.frame.append(image, ui.fieldset, status, trouble, printed);
  model.on("change:_image", paint);
  paint();
  return ui.follow(["_position", "_shown"], show, () => {
    model.off("change:_image", paint);
    clearTimeout(waiting);
    gone = true;
    URL.revokeObjectURL(url);
  });
}

/** @param {Context} context */
function show(context) {
  const spec = context.model.get("_spec");
  return spec.kind === "playground" && playground(context, spec);
}

export default { initialize, render: show };
