// Larger and smaller: by buttons, keys, two fingers, the wheel with Ctrl; moved by finger or mouse. At its normal size a
// swipe leafs.
const MAX = 5;
const SWIPE = 48; // pixels

globalThis.epaper = { ...globalThis.epaper, zoomer };

function zoomer({ stage, root, fit, forth, back }) {
  let scale = 1, pinch = null, swipe = null, drag = null, moved = false;

  const set = (wanted, x = stage.clientWidth / 2, y = stage.clientHeight / 2) => {
    const before = scale;
    scale = Math.min(Math.max(wanted, 1), MAX);
    if (scale < 1.02) scale = 1;
    const left = stage.scrollLeft + x, top = stage.scrollTop + y;
    root.classList.toggle("is-near", scale > 1);
    stage.style.setProperty("--sheet", `${Math.round(fit() * scale)}px`);
    stage.scrollLeft = (left * scale) / before - x;
    stage.scrollTop = (top * scale) / before - y;
  };
  const between = (touches) => {
    const [one, two] = touches, box = stage.getBoundingClientRect();
    return {
      apart: Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY),
      x: (one.clientX + two.clientX) / 2 - box.left, y: (one.clientY + two.clientY) / 2 - box.top,
    };
  };

  stage.addEventListener("touchstart", (event) => {
    moved = false;
    swipe = pinch = null;
    if (event.touches.length === 2) {
      event.preventDefault();
      pinch = { ...between(event.touches), scale };
      moved = true;
    } else if (event.touches.length === 1 && scale === 1) {
      swipe = { x: event.touches[0].clientX, y: event.touches[0].clientY };
    }
  }, { passive: false });
  stage.addEventListener("touchmove", (event) => {
    if (!pinch || event.touches.length !== 2) return;
    event.preventDefault();
    const now = between(event.touches);
    set((pinch.scale * now.apart) / pinch.apart, now.x, now.y);
  }, { passive: false });
  stage.addEventListener("touchend", (event) => {
    if (pinch && event.touches.length < 2) pinch = null;
    if (!swipe) return;
    const x = event.changedTouches[0].clientX - swipe.x, y = event.changedTouches[0].clientY - swipe.y;
    swipe = null;
    if (Math.abs(x) < SWIPE || Math.abs(x) < 1.5 * Math.abs(y)) return;
    moved = true;
    if (x < 0) forth();
    else back();
  });
  stage.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const box = stage.getBoundingClientRect();
    set(scale * Math.exp(-event.deltaY / 200), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });
  stage.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    moved = false;
    drag = scale > 1 ? { x: event.clientX, y: event.clientY, left: stage.scrollLeft, top: stage.scrollTop } : null;
  });
  addEventListener("pointermove", (event) => {
    if (!drag) return;
    const x = event.clientX - drag.x, y = event.clientY - drag.y;
    moved ||= Math.hypot(x, y) > 5;
    stage.scrollTo(drag.left - x, drag.top - y);
  });
  addEventListener("pointerup", () => {
    drag = null;
  });
  stage.addEventListener("dragstart", (event) => event.preventDefault());

  return {
    by: (factor) => set(scale * factor),
    reset: () => set(1),
    fit: () => set(scale),
    // Was what ends in a click a movement? Then it opens nothing.
    hasMoved() {
      const was = moved;
      moved = false;
      return was;
    },
  };
}
