// What a model expected of the tokens of a text, and every figure that follows from it, at any temperature: the formulas
// are those of the program (NodeStencil, LogPartition, Figures, BoundedRest), in the same order.
const CANDIDATES = 32, NODES = 32, HOT_NODES = 7, FIRST_BETA = Math.fround(0.1000132), PER_OCTAVE = 4;
const LIMIT = -9e29, LN2 = Math.log(2);
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

// A model of which `PackedPredictions` are here in base 64.
//
// `listed` candidates have names, of the `entries` of the vocabulary; `outside` are the tokens of words that are not
// scored whole.
function modelOf({ count, listed, bounded, entries, names, predictions, outside = [] }) {
  const ranks = new Int32Array(count), own = new Int32Array(count), actual = new Float32Array(count);
  const ids = new Int32Array(count * listed);
  const heads = new Float64Array(count * CANDIDATES), rests = new Float64Array(count * NODES);
  // Where only the likeliest tokens are known: ln p of each at T = 1, and the number and probability of the others.
  const tails = new Array(count).fill(null), single = { logs: [] };
  {
    const text = atob(predictions);
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
      const known = bounded ? view.getUint8(at++) : 0xff;
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
    const logs = logits.map(z => z + best), others = entries - logs.length;
    return { logs, others, mass: Math.min(Math.exp(logMass), others * Math.exp(logs[logs.length - 1])) };
  }

  const isOutsideWords = new Uint8Array(count);
  for (const [start, end] of outside) isOutsideWords.fill(1, start, end);
  const logTailSize = entries > CANDIDATES ? Math.fround(Math.log(entries - CANDIDATES)) : -1e30;

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
    const log = Math.min(own - Math.log(entries), 0), p = Math.exp(log), others = 1 - p;
    const least = 0 - (p > 0 ? p * log : 0) - (others > 0 ? others * Math.log1p(-p) : 0);
    return {
      logs: [log, log],
      entropies: [least, Math.max(least, least + others * Math.log(Math.max(entries - 1, 1)))],
    };
  }

  // Reads the text at a temperature: ln p of every token and the entropy before it in nats, the middles of what they are
  // at least and at most, and their sums.
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
        partitions[token] = beta === Infinity ? Math.log(ties) : Math.log(entries);
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
    return {
      temperature, beta, logs, entropies, loss, ofWords, entropy, scored,
      // What is certain of a token, and of ln p of a candidate.
      logsOf: token => open[token]?.logs ?? [logs[token], logs[token]],
      entropiesOf: token => open[token]?.entropies ?? [entropies[token], entropies[token]],
      candidate(token, place) {
        if (tails[token] !== null) return knownLogs(tails[token].logs[place], token, beta, open[token]);
        const log = logOf(heads[token * CANDIDATES + place], partitions[token], beta, isLimit);
        return [log, log];
      },
    };
  }

  function logOf(logit, partition, beta, isLimit) {
    if (isLimit) return (beta === Infinity ? logit === 0 : logit > LIMIT) ? -partition : -Infinity;
    return logit > LIMIT ? Math.min(beta * logit - partition, 0) : -Infinity;
  }

  const nameOf = token => names[own[token]];
  // The name of a candidate; undefined where there is none.
  const candidateName = (token, place) => place < listed ? names[ids[token * listed + place]] : undefined;
  // What is only known to be beyond a server's candidates has no number.
  const rankOf = token => ranks[token] === 0xffffff ? "–" : String(ranks[token]);
  return {
    count, ranks, figures, nameOf, candidateName, rankOf, isClosed: tails.includes(single),
    // Why a token has no numbers; null where it has some.
    silence: (token, now) => ranks[token] === 0 ? "no score: nothing stands before it"
      : Number.isNaN(now.logs[token]) ? "known only at T = 1" : null,
  };
}
