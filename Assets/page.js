"use strict";
// Computes every figure of the page anew from what the model expected, at any temperature: the formulas are
// those of the program (NodeStencil, LogPartition, Figures, BoundedRest), in the same order.
{
  const CANDIDATES = 32, NODES = 32, HOT_NODES = 7, FIRST_BETA = Math.fround(0.1000132), PER_OCTAVE = 4;
  const LIMIT = -9e29, LN2 = Math.log(2);
  const element = id => document.getElementById(id);
  const page = JSON.parse(element("surprisal").textContent);
  const names = JSON.parse(element("names").textContent);
  const spans = Array.from(element("text").querySelectorAll("i"));
  const listed = page.listed, count = spans.length;

  // What the model expected, token by token.
  const ranks = new Int32Array(count), own = new Int32Array(count), actual = new Float32Array(count);
  const ids = new Int32Array(count * listed);
  const heads = new Float64Array(count * CANDIDATES), rests = new Float64Array(count * NODES);
  // Where only the likeliest tokens are known: ln p of each at T = 1, and the number and probability of the others.
  const tails = new Array(count).fill(null), single = { logs: [] };
  {
    const text = atob(element("predictions").textContent);
    const view = new DataView(Uint8Array.from(text, letter => letter.charCodeAt(0)).buffer);
    const four = new DataView(new ArrayBuffer(4));
    let at = 0;
    const three = () => {
      at += 3;
      return view.getUint8(at - 3) | view.getUint8(at - 2) << 8 | view.getUint8(at - 1) << 16;
    };
    const float = () => view.getFloat32((at += 4) - 4, true);
    for (let token = 0; token < count; token++) {
      ranks[token] = three();
      own[token] = three();
      actual[token] = float();
      for (let i = 0; i < listed; i++) ids[token * listed + i] = three();
      const known = page.bounded ? view.getUint8(at++) : 0xff;
      if (known !== 0xff) {
        tails[token] = tailOf(float(), Array.from({ length: known }, float));
        continue;
      }
      for (let i = 0; i < listed; i++) heads[token * CANDIDATES + i] = float();
      for (let i = listed; i < CANDIDATES; i++) {
        four.setUint32(0, three() << 7);
        heads[token * CANDIDATES + i] = -four.getFloat32(0);
      }
      for (let i = 0; i < HOT_NODES; i++) rests[token * NODES + i] = float();
      for (let i = HOT_NODES; i < NODES; i++) {
        const node = three();
        rests[token * NODES + i] = node === 0 ? -1e30 : (node - 1) / 131072 - 112;
      }
    }
  }
  function tailOf(logMass, logits) {
    if (logits.length === 0) return single;
    const best = Math.log1p(-Math.exp(logMass)) - Math.log(logits.reduce((sum, z) => sum + Math.exp(z), 0));
    const logs = logits.map(z => z + best), others = page.entries - logs.length;
    return { logs, others, mass: Math.min(Math.exp(logMass), others * Math.exp(logs[logs.length - 1])) };
  }

  const vocabulary = page.entries;
  // The scored tokens of words that are not scored whole.
  const isOutsideWords = new Uint8Array(count);
  for (const [start, end] of page.outside_words) isOutsideWords.fill(1, start, end);
  const logTailSize = vocabulary > CANDIDATES ? Math.fround(Math.log(vocabulary - CANDIDATES)) : -1e30;
  const betaOf = node => FIRST_BETA * Math.pow(2, node / PER_OCTAVE);
  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

  // The weights with which values at nodes make the value and the slope, at a point, of the polynomial
  // through them (Lagrange 1795).
  function lagrange(x, nodes) {
    const values = [], slopes = [];
    for (let i = 0; i < nodes.length; i++) {
      const others = nodes.filter((_, place) => place !== i);
      const scale = others.reduce((product, node) => product / (nodes[i] - node), 1);
      values.push(others.reduce((product, node) => product * (x - node), scale));
      slopes.push(others.reduce((sum, _, skipped) => sum + others.reduce(
        (product, node, place) => place === skipped ? product : product * (x - node), scale), 0));
    }
    return { values, slopes };
  }

  // How the nodes are read at an inverse temperature; null where it is colder than the last.
  function stencil(beta) {
    const place = PER_OCTAVE * Math.log2(beta / FIRST_BETA);
    if (!(place < NODES - 1)) return null;
    const atZero = place < 3;
    let first = 0, end = 7, weights;
    if (atZero) {
      weights = lagrange(beta, [0, ...Array.from({ length: end }, (_, node) => betaOf(node))]);
    } else {
      const aside = clamp(NODES - 1 - Math.trunc(place), 5, 7);
      first = clamp(Math.trunc(place) + 1 - aside, 0, NODES - 2 * aside);
      end = first + 2 * aside;
      weights = lagrange(place, Array.from({ length: end - first }, (_, node) => first + node));
    }
    const perBeta = atZero ? 1 : PER_OCTAVE / (LN2 * beta), skip = atZero ? 1 : 0;
    const power = atZero || beta > 2.5 ? 1 : 0.65;
    const start = atZero ? 0 : Math.pow(betaOf(first), power);
    const length = Math.pow(betaOf(end - 1), power) - start;
    return {
      first, end, atZero,
      values: weights.values.slice(skip), slopes: weights.slopes.slice(skip).map(slope => slope * perBeta),
      valueAtZero: atZero ? weights.values[0] : 0, slopeAtZero: atZero ? weights.slopes[0] : 0,
      shares: Array.from(
        { length: end - first }, (_, node) => (Math.pow(betaOf(first + node), power) - start) / length),
      share: (Math.pow(beta, power) - start) / length,
      shareSlope: power * Math.pow(beta, power - 1) / length,
    };
  }

  // The sum of e^(βz) over the rest of the vocabulary, and that of z e^(βz).
  function restSums(token, beta, s) {
    const at = token * NODES;
    if (s === null) {
      const last = NODES - 1, warm = betaOf(last - 1), cold = betaOf(last);
      const slope = (rests[at + last] - rests[at + last - 1]) / (cold - warm);
      const falling = slope < -1e-5 ? slope : 0;
      const sum = Math.exp(rests[at + last] + (beta - cold) * falling);
      return [sum, sum * falling];
    }
    const start = s.atZero ? logTailSize : rests[at + s.first];
    const rise = rests[at + s.end - 1] - start;
    let value = s.valueAtZero, slope = s.slopeAtZero;
    for (let i = 0; i < s.values.length; i++) {
      const ratio = Math.exp(clamp(rests[at + s.first + i] - (start + s.shares[i] * rise), -80, 80));
      value += s.values[i] * ratio;
      slope += s.slopes[i] * ratio;
    }
    value = Math.max(value, 0);
    const scale = Math.exp(Math.min(start + s.share * rise, 80));
    return [scale * value, scale * (s.shareSlope * rise * value + slope)];
  }

  const scaled = (logit, beta) => logit === 0 ? 0 : beta * logit;
  const ordered = (a, b) => a < b ? [a, b] : [b, a];
  const middle = ([low, high]) => low === high ? low : (low + high) / 2;
  const weighted = exponent => exponent > -700 ? Math.exp(exponent) * exponent : 0;

  // How many whole parts are in an amount, and what is left.
  function divided(amount, part, most) {
    const full = Math.min(Math.floor(amount / part), most);
    return [full, full < most ? clamp(amount - full * part, 0, part) : 0];
  }

  // What is certain where only the likeliest tokens are known, each the least and the most: of the entropy, and of
  // the log-partition measured from the best token.
  function bounds({ logs, others, mass }, beta) {
    const best = logs[0], last = logs[logs.length - 1];
    const exponent = log => scaled(Math.min(log, last) - best, beta);
    const logCap = exponent(last), cap = Math.exp(logCap);
    let flat = mass * Math.exp(-best), packed = flat, known = 0, moment = 0;
    if (mass > 0 && beta !== 1) {
      const [full, left] = divided(mass, Math.exp(last), others);
      flat = others * Math.exp(exponent(Math.log(mass / others)));
      packed = full * cap + (left > 1e-15 * mass ? Math.exp(exponent(Math.log(left))) : 0);
    }
    for (const log of logs) {
      known += Math.exp(scaled(log - best, beta));
      moment += weighted(scaled(log - best, beta));
    }
    const entropy = (sum, own) => Math.max(Math.log(known + sum) - (moment + own) / (known + sum), 0);
    const spread = sum => entropy(sum, sum > 0 ? sum * Math.log(sum / others) : 0);
    const crowded = sum => {
      if (!(cap > 0)) return entropy(0, 0);
      const [full, left] = divided(sum, cap, others);
      return entropy(sum, full * weighted(logCap) + (left > 0 ? left * Math.log(left) : 0));
    };
    const [least, most] = ordered(flat, packed);
    let entropies = ordered(crowded(least), spread(most));
    const share = logCap - Math.log(known + least);
    if (beta > 1 && mass > 0 && share + entropies[1] <= -1 / (1 - 1 / beta)) {
      entropies = ordered(spread(flat), crowded(packed));
    }
    return { entropies, partitions: [Math.log(known + least), Math.log(known + most)] };
  }

  // ln p of a token that is known, by its ln p at T = 1.
  function knownLogs(log, token, beta, { partitions }) {
    if (log === -Infinity) return [log, log];
    const exponent = scaled(log - tails[token].logs[0], beta);
    return [Math.min(exponent - partitions[1], 0), Math.min(exponent - partitions[0], 0)];
  }

  // What is certain of a token; null where nothing is, as but at T = 1 where no other is known.
  function certain(token, beta) {
    const tail = tails[token], own = actual[token] > LIMIT ? actual[token] : -Infinity;
    if (tail !== single) {
      const certain = bounds(tail, beta);
      certain.logs = knownLogs(tail.logs[0] + own, token, beta, certain);
      return certain;
    }
    if (beta !== 1) return null;
    const log = Math.min(own - Math.log(vocabulary), 0), p = Math.exp(log), others = 1 - p;
    const least = 0 - (p > 0 ? p * log : 0) - (others > 0 ? others * Math.log1p(-p) : 0);
    return {
      logs: [log, log],
      entropies: [least, Math.max(least, least + others * Math.log(Math.max(vocabulary - 1, 1)))],
    };
  }

  // Reads the text at a temperature: ln p of every token and the entropy before it in nats, what they are at least
  // and at most, and what ln p of a candidate is.
  function figures(temperature) {
    const beta = 1 / temperature, isLimit = beta < 1e-12 || beta === Infinity;
    const s = isLimit ? null : stencil(beta);
    const logs = new Float64Array(count).fill(NaN), entropies = new Float64Array(count).fill(NaN);
    const partitions = new Float64Array(count), open = new Array(count).fill(null);
    const loss = [0, 0], ofWords = [0, 0], entropy = [0, 0];
    let scored = 0;
    function add(sums, least, most) {
      sums[0] += least;
      sums[1] += most;
    }
    function take(token, unlikely, likely, least, most) {
      add(loss, -likely, -unlikely);
      if (!isOutsideWords[token]) add(ofWords, -likely, -unlikely);
      add(entropy, least, most);
      scored++;
    }
    for (let token = 0; token < count; token++) {
      if (ranks[token] === 0) continue;
      if (tails[token] !== null) {
        open[token] = certain(token, beta);
        if (open[token] === null) continue;
        logs[token] = middle(open[token].logs);
        entropies[token] = middle(open[token].entropies);
        take(token, ...open[token].logs, ...open[token].entropies);
        continue;
      }
      const at = token * CANDIDATES, last = heads[at + CANDIDATES - 1];
      if (isLimit) {
        let ties = 0;
        for (let i = 0; i < CANDIDATES; i++) if (heads[at + i] === 0) ties++;
        if (ties === CANDIDATES) ties += Math.round(Math.exp(rests[token * NODES + NODES - 1]));
        partitions[token] = beta === Infinity ? Math.log(ties) : Math.log(vocabulary);
        entropies[token] = partitions[token];
      } else {
        const [restSum, restMoment] = restSums(token, beta, s);
        const scale = Math.exp(beta * last);
        let sum = scale * restSum, moment = scale * (restMoment + last * restSum);
        for (let i = 0; i < CANDIDATES; i++) {
          const weight = Math.exp(beta * heads[at + i]);
          sum += weight;
          moment += weight * heads[at + i];
        }
        partitions[token] = Math.log(sum);
        entropies[token] = Math.max(partitions[token] - beta * moment / sum, 0);
      }
      logs[token] = logOf(actual[token], partitions[token], beta, isLimit);
      take(token, logs[token], logs[token], entropies[token], entropies[token]);
    }
    return { temperature, beta, isLimit, logs, entropies, partitions, open, loss, ofWords, entropy, scored };
  }

  function logOf(logit, partition, beta, isLimit) {
    if (isLimit) return (beta === Infinity ? logit === 0 : logit > LIMIT) ? -partition : -Infinity;
    return logit > LIMIT ? Math.min(beta * logit - partition, 0) : -Infinity;
  }

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

  const lensOf = name => page.lenses.find(lens => lens.name === name);
  const inUnit = nats => unit === "bits" ? nats / LN2 : nats;
  const short = value => String(Math.round(value * 10) / 10);
  // What a number is at least and at most, or one of both where they are written alike.
  function between([low, high], written) {
    const [from, to] = [written(low), written(high)];
    return from === to ? from : `${from} … ${to}`;
  }
  const shown = nats => decimals(inUnit(nats), 2);
  const logsOf = token => now.open[token]?.logs ?? [now.logs[token], now.logs[token]];
  const entropiesOf = token => now.open[token]?.entropies ?? [now.entropies[token], now.entropies[token]];
  const surprises = token => between(logsOf(token).map(log => 0 - log).reverse(), shown);

  // What is shown.
  let lens = lensOf(page.lens), unit = page.unit, focus = -1, pointed = -1;
  let now = figures(temperatureOf(page.settings.temperature));
  const marks = spans.map(span => span.className.replace(/^(s\d|u)/, ""));
  const notches = Array.from({ length: 81 }, (_, i) =>
    i === 0 ? 0.05 : i === 80 ? 5 : i === 52 ? 1 : Math.pow(10, (i - 52) / 40));

  function temperatureOf(text) {
    const value = text === "inf" ? Infinity : text === "" ? NaN : Number(text);
    return value >= 0 ? value : NaN;
  }

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

  // What is only known to be beyond a server's candidates has no number.
  const rankOf = token => ranks[token] === 0xffffff ? "–" : String(ranks[token]);

  // Why a token has no numbers; null where it has some.
  const silence = token => ranks[token] === 0 ? "no score: nothing stands before it"
    : Number.isNaN(now.logs[token]) ? "known only at T = 1" : null;

  const words = token => ranks[token] === 0 ? "no score"
    : silence(token) ?? `${surprises(token)} ${unit}, p ${between(logsOf(token), significant)}, `
      + `rank ${rankOf(token)}, entropy ${between(entropiesOf(token), shown)}`;

  // ln p of a candidate, at least and at most.
  function candidate(token, place) {
    if (tails[token] !== null) return knownLogs(tails[token].logs[place], token, now.beta, now.open[token]);
    const log = logOf(heads[token * CANDIDATES + place], now.partitions[token], now.beta, now.isLimit);
    return [log, log];
  }

  function title(token) {
    const best = listed > 0 ? names[ids[token * listed]] : undefined;
    return words(token) + (silence(token) === null && best !== undefined
      ? `; best “${best}” ${between(candidate(token, 0), significant)}` : "");
  }

  function paint() {
    for (let token = 0; token < count; token++) {
      const value = valueOf(token), step = ranks[token] === 0 || Number.isNaN(value) ? "u" : `s${stepOf(value)}`;
      const name = step + marks[token] + (token === focus ? " f" : "");
      if (spans[token].className !== name) spans[token].className = name;
    }
  }

  let titling = 0;
  function paintTitles() {
    clearTimeout(titling);
    titling = setTimeout(() => spans.forEach((span, token) => { span.title = title(token); }), 120);
  }

  function put(id, text) { element(id).textContent = text; }

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
    const at = Number.isFinite(temperature) ? String(Number(temperature.toPrecision(4))) : "inf";
    put("at", at);
    // Standard errors are those of the figures that the page came with.
    document.body.classList.toggle("moved", temperature !== temperatureOf(page.settings.temperature));
    const slider = element("slider");
    slider.value = nearestNotch(temperature);
    slider.setAttribute("aria-valuetext", `temperature ${at}, loss ${between(means, shown)} ${unit}`);
    if (document.activeElement !== element("temperature")) element("temperature").value = at;
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

  function nearestNotch(temperature) {
    const distance = notch => Math.abs(Math.log(notch / temperature));
    return notches.reduce((best, notch, i) => distance(notch) < distance(notches[best]) ? i : best,
      temperature > 1 ? 80 : 0);
  }

  function paintLegend() {
    const falling = lens.falling;
    const borders = lens.thresholds.map(
      border => lens.amount ? short(inUnit(border * LN2)) : String(border));
    const between = borders.slice(1).map((border, i) => `${borders[i]} – ${border}`);
    const texts = [`${falling ? "above" : "below"} ${borders[0]}`, ...between,
      `${falling ? "below" : "from"} ${borders[borders.length - 1]}`];
    const legend = element("legend");
    legend.textContent = "";
    const heading = document.createElement("b");
    heading.textContent = lens.amount ? `${lens.title}, in ${unit}` : lens.title;
    legend.append(heading);
    texts.forEach((text, step) => {
      const swatch = document.createElement("span");
      swatch.className = `s${step}`;
      swatch.textContent = text;
      legend.append(" ", swatch);
    });
  }

  function line(parent, name, text) {
    const term = document.createElement("dt"), value = document.createElement("dd");
    term.textContent = name;
    value.textContent = text;
    parent.append(term, value);
  }

  function paintDetails() {
    const token = pointed >= 0 ? pointed : focus, details = element("details");
    details.textContent = "";
    const heading = document.createElement("h2");
    details.append(heading);
    if (token < 0) {
      heading.textContent = "Point at a token, or go to one with Tab and the arrow keys";
      return;
    }
    heading.textContent = `${token + 1} of ${count}: “${names[own[token]]}”`;
    const list = document.createElement("dl");
    details.append(list);
    if (silence(token) !== null) {
      line(list, "surprise", silence(token));
      return;
    }
    line(list, "surprise", `${surprises(token)} ${unit}`);
    line(list, "probability", between(logsOf(token), significant));
    line(list, "rank", rankOf(token));
    line(list, "entropy", `${between(entropiesOf(token), shown)} ${unit}`);
    const table = document.createElement("table");
    const caption = table.createCaption();
    caption.textContent = "expected";
    for (let place = 0; place < listed; place++) {
      const id = ids[token * listed + place];
      if (id === 0xffffff) break;
      const row = table.insertRow(), chance = candidate(token, place);
      row.insertCell().textContent = `“${names[id]}”`;
      row.insertCell().textContent = between(chance, significant);
      const bar = document.createElement("span");
      bar.className = "bar";
      bar.style.width = `${100 * Math.exp(middle(chance))}%`;
      row.insertCell().append(bar);
      if (place + 1 === ranks[token]) row.className = "came";
    }
    details.append(table);
  }

  function paintAll() {
    paint();
    paintFigures();
    paintDetails();
    paintTitles();
  }

  let frame = 0, saving = 0;
  function changed() {
    if (frame === 0) frame = requestAnimationFrame(() => { frame = 0; paintAll(); });
    clearTimeout(saving);
    saving = setTimeout(saveAddress, 250);
  }

  function setTemperature(value) {
    if (Number.isNaN(value) || value === now.temperature) return;
    now = figures(value);
    changed();
  }

  // The address says what is shown, so that it can be kept and sent on.
  function saveAddress() {
    const { temperature } = now;
    const parts = [`T=${Number.isFinite(temperature) ? Number(temperature.toPrecision(6)) : "inf"}`];
    if (lens.name !== page.lens) parts.push(`lens=${lens.name}`);
    if (unit !== page.unit) parts.push(`unit=${unit}`);
    if (focus >= 0) parts.push(`token=${focus + 1}`);
    try { history.replaceState(null, "", `#${parts.join("&")}`); } catch { /* a page without an address */ }
  }

  function readAddress() {
    const wanted = new URLSearchParams(location.hash.slice(1));
    const temperature = temperatureOf(wanted.get("T") ?? "");
    if (!Number.isNaN(temperature)) now = figures(temperature);
    lens = lensOf(wanted.get("lens")) ?? lens;
    if (["bits", "nats"].includes(wanted.get("unit"))) unit = wanted.get("unit");
    const token = Number(wanted.get("token")) - 1;
    if (Number.isInteger(token) && token >= 0 && token < count) select(token);
    element("lens").value = lens.name;
    element("unit").value = unit;
    paintLegend();
    paintAll();
  }

  // Keys and the pointer. One token is reached with Tab: the one that is selected, and the first before any is.
  function select(token) {
    spans[Math.max(focus, 0)].tabIndex = -1;
    if (focus >= 0) spans[focus].setAttribute("aria-selected", "false");
    focus = token;
    spans[focus].tabIndex = 0;
    spans[focus].setAttribute("aria-selected", "true");
    spans[focus].setAttribute("aria-label", `“${names[own[focus]]}”: ${words(focus)}`);
  }

  function moveTo(token) {
    select(clamp(token, 0, count - 1));
    pointed = -1;
    spans[focus].focus();
    changed();
  }

  // The token above or below, nearest to the middle of this one.
  function onLine(from, step) {
    const box = spans[from].getBoundingClientRect(), middle = box.left + box.width / 2;
    let best = from, distance = Infinity, top = null;
    for (let token = from + step; token >= 0 && token < count; token += step) {
      const other = spans[token].getBoundingClientRect();
      if (Math.abs(other.top - box.top) < box.height / 2) continue;
      if (top === null) top = other.top;
      if (Math.abs(other.top - top) > box.height / 2) break;
      const away = Math.abs(other.left + other.width / 2 - middle);
      if (away < distance) [best, distance] = [token, away];
    }
    return best;
  }

  const text = element("text");
  text.addEventListener("keydown", event => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const from = Math.max(focus, 0);
    const target = {
      ArrowRight: () => from + 1, ArrowLeft: () => from - 1, Home: () => 0, End: () => count - 1,
      ArrowDown: () => onLine(from, 1), ArrowUp: () => onLine(from, -1),
    }[event.key];
    if (!target) return;
    event.preventDefault();
    moveTo(target());
  });
  const places = new Map(spans.map((span, token) => [span, token]));
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

  const on = (id, name, action) => element(id).addEventListener(name, action);
  on("slider", "input", event => setTemperature(notches[Number(event.target.value)]));
  on("temperature", "change", event => {
    setTemperature(temperatureOf(event.target.value.trim().replace(",", ".")));
    event.target.blur();
    paintFigures();
  });
  on("controls", "submit", event => event.preventDefault());
  on("one", "click", () => setTemperature(1));
  on("fit", "click", () => setTemperature(page.summary.best_temperature ?? NaN));
  on("lens", "change", event => {
    lens = lensOf(event.target.value);
    paintLegend();
    changed();
  });
  on("unit", "change", event => {
    unit = event.target.value;
    paintLegend();
    changed();
  });
  addEventListener("hashchange", readAddress);

  for (const choice of page.lenses) element("lens").append(new Option(choice.title, choice.name));
  for (const name of ["bits", "nats"]) element("unit").append(new Option(name, name));
  text.setAttribute("role", "listbox");
  text.setAttribute("aria-label", "The text, token by token");
  spans.forEach((span, token) => {
    span.setAttribute("role", "option");
    span.tabIndex = token === 0 ? 0 : -1;
  });
  document.body.classList.add("alive");
  element("controls").hidden = false;
  if (tails.includes(single)) {
    for (const id of ["slider", "temperature", "fit"]) element(id).disabled = true;
  }
  element("details").hidden = false;
  readAddress();
}
