// The page of two models that are compared: a row is a token, or where their vocabularies differ a span of tokens.
const page = dataOf("surprisal").comparisons[0], sides = dataOf("sides");
const rows = page.tokens, ownTemperature = temperatureOf(page.settings.temperature);
const models = ["base", "other"].map(name => {
  const starts = [0];
  rows.forEach((row, i) => starts.push(starts[i] + row[`${name}_tokens`]));
  return { ...modelOf({ ...sides[name], count: starts[rows.length] }), starts };
});
const bytesOf = row => row.bytes.length / 2;

// The bits of a row to a model, what they are at least and at most; null where one of its tokens has none.
function surpriseOf(model, now, row) {
  const bits = [0, 0];
  for (let token = model.starts[row]; token < model.starts[row + 1]; token++) {
    if (model.silence(token, now) !== null) return null;
    const [unlikely, likely] = now.logsOf(token);
    bits[0] -= likely / LN2;
    bits[1] -= unlikely / LN2;
  }
  return bits;
}

// How much more the other is: what is open of one is so independently of the other. Null where that is no number.
function difference(base, other) {
  if (base === null || other === null) return null;
  const ends = [other[0] - base[1], other[1] - base[0]];
  return ends.some(Number.isNaN) ? null : ends;
}

// Reads the text at a temperature.
function compared(temperature) {
  const now = models.map(model => model.figures(temperature));
  const bits = models.map((model, side) => rows.map((_, row) => surpriseOf(model, now[side], row)));
  const changes = rows.map((_, row) => difference(bits[0][row], bits[1][row]));
  const sums = [[0, 0], [0, 0]];
  let count = 0, bytes = 0;
  rows.forEach((row, i) => {
    if (bits[0][i] === null || bits[1][i] === null) return;
    count++;
    bytes += bytesOf(row);
    sums.forEach((sum, side) => bits[side][i].forEach((end, place) => { sum[place] += end; }));
  });
  return { temperature, now, bits, changes, sums, count, bytes };
}

let shown = compared(ownTemperature);
const isOwn = () => shown.temperature === ownTemperature;
const hasRanks = row => rows[row].id !== null;
const inBits = ends => ends === null ? "–" : between(ends, value => decimals(value, 2));
const signed = digits => value => (value > 0 ? "+" : "") + decimals(value, digits);
const change = (ends, digits = 2) => ends === null ? "–" : between(ends, signed(digits));
const amountOf = value => value === "inf" ? Infinity : value === "-inf" ? -Infinity : value ?? NaN;
// The name of a row, which is a token where there are no spans.
const nameOf = row => sides.spans?.[row] ?? models[0].nameOf(row);

const changed = changing(paintAll, () => saveAddress(shown.temperature, reader.address()));
const reader = readerOf({ words: row => `“${nameOf(row)}”: ${title(row)}`, changed, paintDetails });

function title(row) {
  const [base, other] = shown.bits.map(side => side[row]);
  if (base === null && other === null) return "no score";
  return `base ${inBits(base)}, other ${inBits(other)}, difference ${change(shown.changes[row])} bits`
    + (isOwn() && rows[row].kl_bits !== null ? `, KL ${decimals(amountOf(rows[row].kl_bits), 4)}` : "")
    + (hasRanks(row) ? `, ranks ${rows[row].base_rank ?? "–"} and ${rows[row].other_rank ?? "–"}` : "");
}

// By how many bits the other is more surprised, a number in the middle where that is open.
function middleChange(row) {
  const [base, other] = shown.bits.map(side => side[row]);
  return base === null || other === null ? NaN : middle(other) - middle(base);
}

function colour(row) {
  const value = middleChange(row);
  return Number.isNaN(value) ? "u" : `d${sides.thresholds.filter(border => value >= border).length}`;
}

function paintFigures() {
  const { sums, count, bytes, temperature } = shown, changes = difference(...sums);
  const putAll = (name, [base, other, third]) => {
    put(`${name}-base`, base);
    put(`${name}-other`, other);
    put(`${name}-change`, third);
  };
  const over = (parts, digits) => [
    ...sums.map(sum => parts > 0 ? between(sum.map(end => end / parts), value => decimals(value, digits)) : "–"),
    parts > 0 && changes !== null ? change(changes.map(end => end / parts), digits) : "–",
  ];
  putAll("total", over(1, 2));
  putAll("per-byte", over(bytes, 4));
  if (page.same_vocabulary) {
    const nats = ends => count > 0 && ends !== null ? between(ends.map(end => end * LN2 / count), significant) : "–";
    putAll("loss-bits", over(count, 4));
    putAll("perplexity", [...sums.map(nats), changes === null || count === 0 ? "–" : `× ${nats(changes)}`]);
  }
  const told = sums.map(sum => between(sum, value => decimals(value, 2)));
  paintTemperature(temperature, ownTemperature, `base ${told[0]} bits, other ${told[1]} bits`);
}

// The rows in which both differ most, the largest difference first.
function paintLargest() {
  const size = row => Math.abs(middleChange(row));
  const differing = rows.map((_, row) => row).filter(row => size(row) > 0);
  differing.sort((a, b) => size(a) === size(b) ? a - b : size(b) - size(a));
  element("largest").replaceChildren(...differing.slice(0, 10).map(row => {
    const item = document.createElement("li"), button = document.createElement("button");
    button.type = "button";
    button.textContent = `${change(shown.changes[row])} “${nameOf(row)}”`;
    button.addEventListener("click", () => reader.moveTo(row));
    item.append(button);
    return item;
  }));
}

function paintDetails() {
  const row = reader.token(), details = element("details");
  details.textContent = "";
  const heading = document.createElement("h2");
  details.append(heading);
  if (row < 0) {
    heading.textContent = "Point at a token, or go to one with Tab and the arrow keys";
    return;
  }
  heading.textContent = `${rows[row].index + 1}: “${nameOf(row)}”`;
  const [base, other] = shown.bits.map(side => side[row]), table = document.createElement("table");
  const add = (name, texts) => {
    const line = table.insertRow(), head = document.createElement("th");
    head.scope = "row";
    head.textContent = name;
    line.append(head);
    return cells(line, texts);
  };
  const both = body => models.map((model, side) => shown.bits[side][row] === null ? "–"
    : body(model, model.starts[row], shown.now[side]));
  add("", ["base", "other", "difference"]);
  add("bits", [inBits(base), inBits(other), change(shown.changes[row])]);
  add("probability", [base, other].map(
    bits => bits === null ? "–" : between(bits.map(end => -end * LN2).reverse(), significant)));
  if (hasRanks(row)) {
    add("rank", both((model, token) => model.rankOf(token)));
    add("entropy", both((model, token, now) =>
      between(now.entropiesOf(token).map(nats => nats / LN2), value => decimals(value, 2))));
  } else {
    add("tokens", [rows[row].base_tokens, rows[row].other_tokens]);
  }
  if (rows[row].kl_bits !== null && isOwn()) {
    add("KL to the other", [rows[row].kl_bits, rows[row].kl_reverse_bits].map(bits => decimals(amountOf(bits), 4)));
  } else if (rows[row].kl_bits !== null) {
    add("KL to the other", [`known at T = ${shownTemperature(ownTemperature)} alone`]).cells[1].colSpan = 3;
  }
  table.className = "both";
  details.append(table, expectations(row));
}

// What each expected first where a row begins.
function expectations(row) {
  const pair = document.createElement("div");
  pair.className = "pair";
  models.forEach((model, side) => {
    const token = model.starts[row], now = shown.now[side], table = document.createElement("table");
    table.createCaption().textContent = `${["base", "other"][side]} expected`;
    if (token < model.starts[row + 1] && model.silence(token, now) === null) {
      for (let place = 0; model.candidateName(token, place) !== undefined; place++) {
        const line = cells(table.insertRow(), [
          `“${model.candidateName(token, place)}”`, between(now.candidate(token, place), significant)]);
        if (place + 1 === model.ranks[token]) line.className = "came";
      }
    }
    pair.append(table);
  });
  return pair;
}

function paintAll() {
  reader.paint(colour);
  paintFigures();
  paintLargest();
  paintDetails();
  reader.paintTitles(title);
}

function setTemperature(value) {
  if (Number.isNaN(value) || value === shown.temperature) return;
  shown = compared(value);
  changed();
}

function readAddress() {
  const wanted = wishes(), temperature = temperatureOf(wanted.get("T") ?? "");
  if (!Number.isNaN(temperature)) shown = compared(temperature);
  reader.readAddress(wanted);
  paintAll();
}

element("text").setAttribute("aria-label", "The text, by what both models say of it");
addEventListener("hashchange", readAddress);
listenToTemperature(setTemperature, models.some(model => model.isClosed));
readAddress();
