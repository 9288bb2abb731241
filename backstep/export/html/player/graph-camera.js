// Which part of a drawing is seen, and how large.
//
// A drawing that can be read whole is shown whole. Of a larger one there is a window that stays
// where it is as long as what happens is in it.

const READABLE = 0.6; // the smallest scale that a whole drawing is shown at
const MARGIN = 16; // pixels beside a whole drawing
const ABOVE = 8; // and above and below it

class Camera {
  constructor() {
    this.x = 0; // what of the drawing is in the middle of the window
    this.y = 0;
    this.scale = 1;
    this.free = false; // moved by hand
    this.zoom = 1; // chosen by hand
    this.seen = false;
  }

  // Where to look: at everything, else at a place with what is around it.
  aim(size, room, place, large, direction) {
    const most = large ? 2.6 : 1.6;
    const whole = Math.min((room.width - 2 * MARGIN) / size.width, (room.height - 2 * ABOVE) / size.height);
    this.whole = whole >= READABLE && this.zoom === 1;
    if (this.whole) {
      this.scale = Math.min(whole, most);
      this.x = size.width / 2;
      this.y = size.height / 2;
      this.seen = true;
      return;
    }
    const down = direction === "down";
    const tall = down ? (room.width - 2 * MARGIN) / size.width : (room.height - 2 * ABOVE) / size.height;
    this.scale = clamp(tall, large ? 1.1 : 0.85, large ? 1.8 : 1.15) * this.zoom;
    if (this.free || !place) return;
    const across = room.width / this.scale;
    const along = room.height / this.scale;
    const slack = 12;
    const out = !this.seen || place.x < this.x - across / 2 + slack || place.x + place.width > this.x + across / 2 - slack;
    const off = !this.seen || place.y < this.y - along / 2 + slack || place.y + place.height > this.y + along / 2 - slack;
    // What comes next lies to the left, or above: the place moves to the other side of the window.
    const [x, y] = [place.x + place.width / 2, place.y + place.height / 2];
    if (out) this.x = down ? x : x - Math.max(0, across / 2 - place.width / 2 - slack * 2) * 0.8;
    if (off) this.y = down ? y - Math.max(0, along / 2 - place.height / 2 - slack * 2) * 0.8 : y;
    this.inside(size, across, along);
    this.seen = true;
  }

  // Not further out than the drawing goes.
  inside(size, across, along) {
    this.x = size.width + 2 * MARGIN <= across ? size.width / 2 : clamp(this.x, across / 2 - MARGIN, size.width - across / 2 + MARGIN);
    this.y = size.height + 2 * ABOVE <= along ? size.height / 2 : clamp(this.y, along / 2 - ABOVE, size.height - along / 2 + ABOVE);
  }
}
