// The page of a scored text.
const page = dataOf("surprisal");
const model = modelOf({
  ...page, count: element("text").querySelectorAll("i").length, names: dataOf("names"),
  predictions: element("predictions").textContent, outside: page.outside_words,
});
const { ranks } = model, ownTemperature = temperatureOf(page.settings.temperature);
const lensOf = name => page.lenses.find(lens => lens.name === name);
let lens = lensOf(page.lens), unit = page.unit, now = model.figures(ownTemperature);

const inUnit = nats => unit === "bits" ? nats / LN2 : nats;
const shown = nats => decimals(inUnit(nats), 2);
const surprises = token => between(now.logsOf(token).map(log => 0 - log).reverse(), shown);

const changed = changing(paintAll, () => saveAddress(now.temperature, [
  ...(lens.name !== page.lens ? [`lens=${lens.name}`] : []), ...(unit !== page.unit ? [`unit=${unit}`] : []),
  ...reader.address(),
]));
const reader = readerOf({ words: token => `“${model.nameOf(token)}”: ${words(token)}`, changed, paintDetails });

function valueOf(token) {
  switch (lens.name) {
  case "probability": return Math.exp(now.logs[token]);
  case "rank": return ranks[token] === 0xffffff ? NaN : ranks[token];
  case "entropy": return now.entropies[token] / LN2;
  case "excess": return (-now.logs[token] - now.entropies[token]) / LN2;
  default: return -now.logs[token] / LN2;
  }
}

function stepOf(value) {
  return lens.thresholds.filter(border => lens.falling ? value < border : value >= border).length;
}

const words = token => ranks[token] === 0 ? "no score"
  : model.silence(token, now) ?? `${surprises(token)} ${unit}, p ${between(now.logsOf(token), significant)}, `
    + `rank ${model.rankOf(token)}, entropy ${between(now.entropiesOf(token), shown)}`;

function title(token) {
  const best = model.candidateName(token, 0);
  return words(token) + (model.silence(token, now) === null && best !== undefined
    ? `; best “${best}” ${between(now.candidate(token, 0), significant)}` : "");
}

function colour(token) {
  const value = valueOf(token);
  return ranks[token] === 0 || Number.isNaN(value) ? "u" : `s${stepOf(value)}`;
}

function paintFigures() {
  const { loss, ofWords, scored, entropy, temperature } = now, means = loss.map(sum => sum / scored), mean = middle(means);
  const putMean = (id, sums, over, digits) => put(id, scored > 0 && over > 0
    ? between(sums.map(sum => sum / over), value => decimals(value, digits)) : "–");
  putMean("loss-nats", loss, scored, 4);
  putMean("loss-bits", loss, scored * LN2, 4);
  put("perplexity", scored > 0 ? between(means, significant) : "–");
  put("total", between(loss.map(sum => sum / LN2), value => decimals(value, 2)));
  putMean("per-byte", loss, page.summary.scored_bytes * LN2, 4);
  putMean("per-word", ofWords, page.summary.scored_words * LN2, 4);
  putMean("entropy", entropy, scored * LN2, 4);
  paintTemperature(temperature, ownTemperature, `loss ${between(means, shown)} ${unit}`);
  const curve = element("curve");
  if (!curve) return;
  const mark = curve.querySelector(".now"), low = Number(curve.dataset.low), high = Number(curve.dataset.high);
  if (mark && Number.isFinite(mean)) {
    const share = clamp(Math.log(temperature / 0.05) / Math.log(100), 0, 1);
    mark.setAttribute("cx", 44 + share * 304);
    mark.setAttribute("cy", 140 - clamp((mean - low) / (high - low), 0, 1) * 120);
  }
  curve.querySelector(".low").textContent = decimals(inUnit(low), 2);
  curve.querySelector(".high").textContent = decimals(inUnit(high), 2);
  curve.querySelector(".unit").textContent = `${unit} a token`;
}

function paintLegend(heading, texts) {
  const legend = element("legend"), name = document.createElement("b");
  legend.textContent = "";
  name.textContent = heading;
  legend.append(name);
  texts.forEach((text, step) => {
    const swatch = document.createElement("span");
    swatch.className = `s${step}`;
    swatch.textContent = text;
    legend.append(" ", swatch);
  });
}

// What steps between borders are called.
const stepNames = (borders, isFalling) => [
  `${isFalling ? "above" : "below"} ${borders[0]}`,
  ...borders.slice(1).map((border, i) => `${borders[i]} – ${border}`),
  `${isFalling ? "below" : "from"} ${borders[borders.length - 1]}`,
];

function paintScale() {
  const borders = lens.thresholds.map(
    border => String(lens.amount ? Math.round(inUnit(border * LN2) * 10) / 10 : border));
  paintLegend(lens.amount ? `${lens.title}, in ${unit}` : lens.title, stepNames(borders, lens.falling));
}

function line(parent, name, text) {
  const term = document.createElement("dt"), value = document.createElement("dd");
  term.textContent = name;
  value.textContent = text;
  parent.append(term, value);
}

function paintDetails() {
  const token = reader.token(), details = element("details");
  details.textContent = "";
  const heading = document.createElement("h2");
  details.append(heading);
  if (token < 0) {
    heading.textContent = "Point at a token, or go to one with Tab and the arrow keys";
    return;
  }
  heading.textContent = `${token + 1} of ${reader.count}: “${model.nameOf(token)}”`;
  const list = document.createElement("dl"), silence = model.silence(token, now);
  details.append(list);
  if (silence !== null) {
    line(list, "surprise", silence);
    return;
  }
  line(list, "surprise", `${surprises(token)} ${unit}`);
  line(list, "probability", between(now.logsOf(token), significant));
  line(list, "rank", model.rankOf(token));
  line(list, "entropy", `${between(now.entropiesOf(token), shown)} ${unit}`);
  const table = document.createElement("table");
  table.createCaption().textContent = "expected";
  for (let place = 0; model.candidateName(token, place) !== undefined; place++) {
    const chance = now.candidate(token, place), bar = document.createElement("span");
    const row = cells(table.insertRow(), [`“${model.candidateName(token, place)}”`, between(chance, significant)]);
    bar.className = "bar";
    bar.style.width = `${100 * Math.exp(middle(chance))}%`;
    row.insertCell().append(bar);
    if (place + 1 === ranks[token]) row.className = "came";
  }
  details.append(table);
}

function paintAll() {
  reader.paint(colour);
  paintFigures();
  paintDetails();
  reader.paintTitles(title);
}

function setTemperature(value) {
  if (Number.isNaN(value) || value === now.temperature) return;
  now = model.figures(value);
  changed();
}

function readAddress() {
  const wanted = wishes(), temperature = temperatureOf(wanted.get("T") ?? "");
  if (!Number.isNaN(temperature)) now = model.figures(temperature);
  lens = lensOf(wanted.get("lens")) ?? lens;
  if (["bits", "nats"].includes(wanted.get("unit"))) unit = wanted.get("unit");
  reader.readAddress(wanted);
  element("lens").value = lens.name;
  element("unit").value = unit;
  paintScale();
  paintAll();
}

element("text").setAttribute("aria-label", "The text, token by token");
on("fit", "click", () => setTemperature(page.summary.best_temperature ?? NaN));
on("lens", "change", event => {
  lens = lensOf(event.target.value);
  paintScale();
  changed();
});
on("unit", "change", event => {
  unit = event.target.value;
  paintScale();
  changed();
});
addEventListener("hashchange", readAddress);
for (const choice of page.lenses) element("lens").append(new Option(choice.title, choice.name));
for (const name of ["bits", "nats"]) element("unit").append(new Option(name, name));
listenToTemperature(setTemperature, model.isClosed);
readAddress();
