#!/usr/bin/env python3
"""Computes in float64 what the tests of Training compare with, and shares no code with the program.

    make_reference.py > reference.txt

Weights and bytes are made from their numbers by `noise`, so that nothing but results is kept: for each
network the loss of one batch, of each tensor's gradient the norm and 20 entries, and the losses of ten steps
of each optimizer.
"""
import math

import numpy as np

VOCABULARY, TOKENS, WINDOWS, HEAD = 256, 64, 3, 32
LAYERS, WIDTH, INNER = 2, 64, 96
LOOK_BACK, FEATURES, HIDDEN = 4, 16, 64
EPSILON, BASE = 1e-5, 10_000.0


def noise(stream, count):
    """Whole numbers from 0 to 2^20 - 1 that look random."""
    x = np.arange(count, dtype=np.uint64) * np.uint64(2654435761) + np.uint64(stream * 40503 + 12345)
    x &= np.uint64(0xFFFFFFFF)
    x ^= x >> np.uint64(15)
    x = (x * np.uint64(2246822519)) & np.uint64(0xFFFFFFFF)
    x ^= x >> np.uint64(13)
    return x >> np.uint64(12)


def tensor(stream, kind, *sizes):
    unit = noise(stream, int(np.prod(sizes))).astype(np.float64) / 2**20 - 0.5
    scale, offset = {"vector": (0.5, 1), "table": (2, 0), "matrix": (0.25, 0)}[kind]
    return (unit * scale + offset).reshape(sizes)


def network(name):
    """The tensors in the order of the program: name -> (kind, values)."""
    shapes = []
    if name == "table":
        shapes = [("output.weight", "table", VOCABULARY, VOCABULARY)]
    if name == "perceptron":
        shapes = [("token_embd.weight", "table", VOCABULARY, FEATURES),
                  ("hidden.weight", "matrix", HIDDEN, LOOK_BACK * FEATURES),
                  ("output.weight", "matrix", VOCABULARY, HIDDEN)]
    if name == "transformer":
        shapes = [("token_embd.weight", "table", VOCABULARY, WIDTH)]
        for layer in range(LAYERS):
            shapes += [(f"blk.{layer}.{part}.weight", *rest) for part, *rest in [
                ("attn_norm", "vector", WIDTH), ("attn_q", "matrix", WIDTH, WIDTH),
                ("attn_k", "matrix", WIDTH, WIDTH), ("attn_v", "matrix", WIDTH, WIDTH),
                ("attn_output", "matrix", WIDTH, WIDTH), ("ffn_norm", "vector", WIDTH),
                ("ffn_gate", "matrix", INNER, WIDTH), ("ffn_up", "matrix", INNER, WIDTH),
                ("ffn_down", "matrix", WIDTH, INNER)]]
        shapes += [("output_norm.weight", "vector", WIDTH),
                   ("output.weight", "matrix", VOCABULARY, WIDTH)]
    return {n: (kind, tensor(i, kind, *sizes)) for i, (n, kind, *sizes) in enumerate(shapes)}


def windows(step):
    """Bytes of an alphabet of 40, so that most occur more than once; the last window ends early."""
    for index in range(WINDOWS):
        text = (noise(1000 + step * WINDOWS + index, TOKENS + 1) % np.uint64(40) + np.uint64(60)).astype(int)
        count = TOKENS - 5 if index == WINDOWS - 1 else TOKENS
        yield text[:TOKENS], text[1:], count


# ---- Networks: the losses and their way back ----

def loss_and_gradient(z, targets, count, total):
    z = z - z.max(1, keepdims=True)
    p = np.exp(z)
    p /= p.sum(1, keepdims=True)
    rows = np.arange(count)
    loss = -np.log(p[rows, targets[:count]]).sum() / total
    dz = np.zeros_like(p)
    dz[:count] = p[:count] / total
    dz[rows, targets[:count]] -= 1 / total
    return loss, dz


def table(w, g, x, targets, count, total):
    loss, dz = loss_and_gradient(w["output.weight"][x], targets, count, total)
    np.add.at(g["output.weight"], x, dz)
    return loss


def perceptron(w, g, x, targets, count, total):
    e = w["token_embd.weight"]
    seen = np.zeros((TOKENS, LOOK_BACK, FEATURES))
    for back in range(LOOK_BACK):
        seen[back:, back] = e[x[:TOKENS - back]]
    seen = seen.reshape(TOKENS, -1)
    h = np.tanh(seen @ w["hidden.weight"].T)
    loss, dz = loss_and_gradient(h @ w["output.weight"].T, targets, count, total)
    g["output.weight"] += dz.T @ h
    dh = dz @ w["output.weight"] * (1 - h * h)
    g["hidden.weight"] += dh.T @ seen
    d = (dh @ w["hidden.weight"]).reshape(TOKENS, LOOK_BACK, FEATURES)
    for back in range(LOOK_BACK):
        np.add.at(g["token_embd.weight"], x[:TOKENS - back], d[back:, back])
    return loss


def norm(x, w):
    r = 1 / np.sqrt((x * x).mean(1, keepdims=True) + EPSILON)
    return x * r * w


def norm_back(x, w, dy):
    r = 1 / np.sqrt((x * x).mean(1, keepdims=True) + EPSILON)
    dx = r * w * dy - r**3 * x * (x * w * dy).mean(1, keepdims=True)
    return dx, (dy * x * r).sum(0)


def turn(x, sign):
    """As complex numbers: pairs of neighbours turn by position * base^(-2 i / d)."""
    heads = x.reshape(TOKENS, -1, HEAD // 2, 2)
    z = heads[..., 0] + 1j * heads[..., 1]
    angle = np.arange(TOKENS)[:, None] * BASE ** (-2 * np.arange(HEAD // 2) / HEAD)
    z = z * np.exp(sign * 1j * angle)[:, None, :]
    return np.stack([z.real, z.imag], -1).reshape(TOKENS, -1)


def heads_of(x):
    return x.reshape(TOKENS, -1, HEAD).transpose(1, 0, 2)


def joined(x):
    return x.transpose(1, 0, 2).reshape(TOKENS, -1)


def transformer(w, g, x, targets, count, total):
    stream = w["token_embd.weight"][x]
    kept = []
    for layer in range(LAYERS):
        t = lambda part: w[f"blk.{layer}.{part}.weight"]
        n1 = norm(stream, t("attn_norm"))
        q, k, v = (turn(n1 @ t("attn_q").T, 1) / math.sqrt(HEAD), turn(n1 @ t("attn_k").T, 1),
                   n1 @ t("attn_v").T)
        s = heads_of(q) @ heads_of(k).transpose(0, 2, 1)
        s[:, ~np.tri(TOKENS, dtype=bool)] = -np.inf
        p = np.exp(s - s.max(2, keepdims=True))
        p /= p.sum(2, keepdims=True)
        a = joined(p @ heads_of(v))
        middle = stream + a @ t("attn_output").T
        n2 = norm(middle, t("ffn_norm"))
        gate, up = n2 @ t("ffn_gate").T, n2 @ t("ffn_up").T
        sigma = 1 / (1 + np.exp(-gate))
        h = gate * sigma * up
        kept.append((stream, n1, q, k, v, p, a, middle, n2, gate, up, sigma, h))
        stream = middle + h @ t("ffn_down").T
    n = norm(stream, w["output_norm.weight"])
    loss, dz = loss_and_gradient(n @ w["output.weight"].T, targets, count, total)
    g["output.weight"] += dz.T @ n
    d, dw = norm_back(stream, w["output_norm.weight"], dz @ w["output.weight"])
    g["output_norm.weight"] += dw
    for layer in reversed(range(LAYERS)):
        t = lambda part: w[f"blk.{layer}.{part}.weight"]

        def add(part, value):
            g[f"blk.{layer}.{part}.weight"] += value

        x0, n1, q, k, v, p, a, middle, n2, gate, up, sigma, h = kept[layer]
        add("ffn_down", d.T @ h)
        dh = d @ t("ffn_down")
        d_up, d_gate = dh * gate * sigma, dh * up * sigma * (1 + gate * (1 - sigma))
        add("ffn_gate", d_gate.T @ n2)
        add("ffn_up", d_up.T @ n2)
        dx, dw = norm_back(middle, t("ffn_norm"), d_gate @ t("ffn_gate") + d_up @ t("ffn_up"))
        add("ffn_norm", dw)
        d = d + dx
        add("attn_output", d.T @ a)
        da = heads_of(d @ t("attn_output"))
        dp = da @ heads_of(v).transpose(0, 2, 1)
        ds = p * (dp - (dp * p).sum(2, keepdims=True))
        dq = turn(joined(ds @ heads_of(k)), -1) / math.sqrt(HEAD)
        dk = turn(joined(ds.transpose(0, 2, 1) @ heads_of(q)), -1)
        dv = joined(p.transpose(0, 2, 1) @ da)
        dn = 0
        for part, value in [("attn_q", dq), ("attn_k", dk), ("attn_v", dv)]:
            add(part, value.T @ n1)
            dn = dn + value @ t(part)
        dx, dw = norm_back(x0, t("attn_norm"), dn)
        add("attn_norm", dw)
        d = d + dx
    np.add.at(g["token_embd.weight"], x, d)
    return loss


def differentiate(run, w, step):
    g = {name: np.zeros_like(value) for name, value in w.items()}
    total = sum(count for _, _, count in windows(step))
    loss = sum(run(w, g, *window, total) for window in windows(step))
    return loss, g


# ---- Optimizers ----

def trace(run, tensors, optimizer):
    """The losses of ten steps: warm-up over four, clipped to a norm, decay of all but vectors."""
    w = {name: value.copy() for name, (_, value) in tensors.items()}
    m = {name: np.zeros_like(value) for name, value in w.items()}
    v = {name: np.zeros_like(value) for name, value in w.items()}
    losses = []
    for step in range(10):
        loss, g = differentiate(run, w, step)
        losses.append(loss)
        length = math.sqrt(sum((value**2).sum() for value in g.values()))
        scale = min(1, 0.5 / length)
        rate = (0.01 if optimizer == "adamw" else 0.1) * min(1, (step + 1) / 4)
        for name, (kind, _) in tensors.items():
            decay = 0 if kind == "vector" else 0.1
            gradient = g[name] * scale
            if optimizer == "adamw":
                m[name] = 0.9 * m[name] + 0.1 * gradient
                v[name] = 0.99 * v[name] + 0.01 * gradient**2
                towards = m[name] / (1 - 0.9 ** (step + 1)) / (
                    np.sqrt(v[name] / (1 - 0.99 ** (step + 1))) + 1e-8)
            else:
                towards = m[name] = 0.9 * m[name] + gradient
            w[name] = w[name] - rate * (towards + decay * w[name])
    return losses


def main():
    for name, run in [("table", table), ("perceptron", perceptron), ("transformer", transformer)]:
        tensors = network(name)
        w = {n: value for n, (_, value) in tensors.items()}
        loss, g = differentiate(run, w, 0)
        print("loss", name, repr(float(loss)))
        for index, (n, gradient) in enumerate(g.items()):
            flat = gradient.ravel()
            size = np.sqrt((flat**2).sum())
            print("gradient", name, n, f"{size:.9g}", end="")
            # Entries that are not nothing: of tables only rows that were looked up have a gradient.
            places = np.flatnonzero(flat)
            for place in places[(noise(500 + index, 20) % np.uint64(len(places))).astype(int)]:
                print(f" {place} {flat[place]:.9g}", end="")
            print()
        for optimizer in ["adamw", "sgd"]:
            losses = trace(run, tensors, optimizer)
            print("trace", name, optimizer, *(f"{value:.9f}" for value in losses))


main()
