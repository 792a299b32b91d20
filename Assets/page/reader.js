// What every page does: it writes numbers as the program does, has a temperature to move and an address that says what is
// shown, and goes about in its text.
const element = id => document.getElementById(id);
const on = (id, name, action) => element(id).addEventListener(name, action);
const put = (id, text) => { element(id).textContent = text; };
const dataOf = id => JSON.parse(element(id).textContent);

// Numbers, written as the program writes them.
function decimals(value, digits) {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  if (Math.abs(value) >= 1e15) return value.toExponential(0).replace("+", "");
  const scaled = Math.round(Math.abs(value) * Math.pow(10, digits));
  return (value < 0 && scaled > 0 ? "-" : "") + (scaled / Math.pow(10, digits)).toFixed(digits);
}

function significant(logarithm) {
  const decade = logarithm / Math.LN10;
  if (!(Math.abs(decade) < 1e9)) return logarithm < 0 ? "0" : "inf";
  let exponent = Math.floor(decade);
  let mantissa = Math.round(Math.pow(10, decade - exponent) * 100) / 100;
  if (mantissa >= 10) [mantissa, exponent] = [1, exponent + 1];
  return exponent >= -4 && exponent <= 5
    ? decimals(mantissa * Math.pow(10, exponent), Math.max(0, 2 - exponent))
    : `${decimals(mantissa, 2)}e${exponent}`;
}

// What a number is at least and at most, or one of both where they are written alike.
function between([low, high], written) {
  const [from, to] = [written(low), written(high)];
  return from === to ? from : `${from} … ${to}`;
}

// Temperatures.
const notches = Array.from({ length: 81 }, (_, i) =>
  i === 0 ? 0.05 : i === 80 ? 5 : i === 52 ? 1 : Math.pow(10, (i - 52) / 40));

function temperatureOf(text) {
  const value = text === "inf" ? Infinity : text === "" ? NaN : Number(text);
  return value >= 0 ? value : NaN;
}

function nearestNotch(temperature) {
  const distance = notch => Math.abs(Math.log(notch / temperature));
  return notches.reduce((best, notch, i) => distance(notch) < distance(notches[best]) ? i : best,
    temperature > 1 ? 80 : 0);
}

const shownTemperature = temperature =>
  Number.isFinite(temperature) ? String(Number(temperature.toPrecision(4))) : "inf";

// Shows the temperature, and what a screen reader is to say of it.
function paintTemperature(temperature, own, announced) {
  const at = shownTemperature(temperature), slider = element("slider");
  put("at", at);
  // What follows from the temperature that the page came with may have no place at another one.
  document.body.classList.toggle("moved", temperature !== own);
  slider.value = nearestNotch(temperature);
  slider.setAttribute("aria-valuetext", `temperature ${at}, ${announced}`);
  if (document.activeElement !== element("temperature")) element("temperature").value = at;
}

// Lets the temperature be moved, or says that it stays.
function listenToTemperature(set, isClosed) {
  on("slider", "input", event => set(notches[Number(event.target.value)]));
  on("temperature", "change", event => {
    set(temperatureOf(event.target.value.trim().replace(",", ".")));
    event.target.blur();
    element("temperature").value = element("at").textContent;
  });
  on("controls", "submit", event => event.preventDefault());
  on("one", "click", () => set(1));
  document.body.classList.add("alive");
  element("controls").hidden = false;
  element("details").hidden = false;
  for (const id of isClosed ? ["slider", "temperature", "fit"] : []) if (element(id)) element(id).disabled = true;
}

// What the address wishes for. It says what is shown, so that it can be kept and sent on.
const wishes = () => new URLSearchParams(location.hash.slice(1));

function saveAddress(temperature, parts) {
  const all = [`T=${Number.isFinite(temperature) ? Number(temperature.toPrecision(6)) : "inf"}`, ...parts];
  try { history.replaceState(null, "", `#${all.join("&")}`); } catch { /* a page without an address */ }
}

// Tells that something changed: it is shown at the next frame, and kept in the address when there is rest.
function changing(paint, save) {
  let frame = 0, saving = 0;
  return () => {
    if (frame === 0) frame = requestAnimationFrame(() => { frame = 0; paint(); });
    clearTimeout(saving);
    saving = setTimeout(save, 250);
  };
}

// Elements.
function cells(row, texts) {
  for (const text of texts) row.insertCell().textContent = text;
  return row;
}

// The token above or below, nearest to the middle of this one.
function onLine(spans, from, step) {
  const box = spans[from].getBoundingClientRect(), middle = box.left + box.width / 2;
  let best = from, distance = Infinity, top = null;
  for (let token = from + step; token >= 0 && token < spans.length; token += step) {
    const other = spans[token].getBoundingClientRect();
    if (Math.abs(other.top - box.top) < box.height / 2) continue;
    if (top === null) top = other.top;
    if (Math.abs(other.top - top) > box.height / 2) break;
    const away = Math.abs(other.left + other.width / 2 - middle);
    if (away < distance) [best, distance] = [token, away];
  }
  return best;
}

// Goes about in the text by keys and pointer. One token is reached with Tab: the one that is selected, and the first
// before any is. `words` says what one is, `changed` is told of moves, `paintDetails` of what is pointed at.
function readerOf({ words, changed, paintDetails }) {
  const text = element("text"), spans = Array.from(text.querySelectorAll("i"));
  const marks = spans.map(span => span.className.replace(/^([sd]\d|u)/, ""));
  const places = new Map(spans.map((span, token) => [span, token]));
  let focus = -1, pointed = -1, titling = 0;

  function select(token) {
    spans[Math.max(focus, 0)].tabIndex = -1;
    if (focus >= 0) spans[focus].setAttribute("aria-selected", "false");
    focus = token;
    spans[focus].tabIndex = 0;
    spans[focus].setAttribute("aria-selected", "true");
    spans[focus].setAttribute("aria-label", words(focus));
  }

  function moveTo(token) {
    select(clamp(token, 0, spans.length - 1));
    pointed = -1;
    spans[focus].focus();
    changed();
  }

  text.addEventListener("keydown", event => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const from = Math.max(focus, 0);
    const target = {
      ArrowRight: () => from + 1, ArrowLeft: () => from - 1, Home: () => 0, End: () => spans.length - 1,
      ArrowDown: () => onLine(spans, from, 1), ArrowUp: () => onLine(spans, from, -1),
    }[event.key];
    if (!target) return;
    event.preventDefault();
    moveTo(target());
  });
  const tokenAt = event => places.get(event.target.closest("i")) ?? -1;
  text.addEventListener("pointerover", event => { pointed = tokenAt(event); paintDetails(); });
  text.addEventListener("pointerleave", () => { pointed = -1; paintDetails(); });
  text.addEventListener("click", event => {
    const token = tokenAt(event);
    if (token >= 0) moveTo(token);
  });
  text.addEventListener("focusin", event => {
    const token = tokenAt(event);
    if (token >= 0 && token !== focus) moveTo(token);
  });
  text.setAttribute("role", "listbox");
  spans.forEach((span, token) => {
    span.setAttribute("role", "option");
    span.tabIndex = token === 0 ? 0 : -1;
  });

  return {
    count: spans.length, moveTo,
    // The token that is pointed at, or else the selected one; -1 for none.
    token: () => pointed >= 0 ? pointed : focus,
    address: () => focus >= 0 ? [`token=${focus + 1}`] : [],
    // Selects the token that an address wishes for.
    readAddress(wanted) {
      const token = Number(wanted.get("token")) - 1;
      if (Number.isInteger(token) && token >= 0 && token < spans.length) select(token);
    },
    // Gives each token the class of its colour.
    paint(colour) {
      spans.forEach((span, token) => {
        const name = colour(token) + marks[token] + (token === focus ? " f" : "");
        if (span.className !== name) span.className = name;
      });
    },
    // Says what each is, to who points at it, once there is rest.
    paintTitles(title) {
      clearTimeout(titling);
      titling = setTimeout(() => spans.forEach((span, token) => { span.title = title(token); }), 120);
    },
  };
}
