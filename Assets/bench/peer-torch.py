#!/usr/bin/env python3
"""Trains the classroom's transformer with PyTorch, for `make bench`: the same sizes, batch and optimizer.

    peer-torch.py STEPS

prints `engine NAME` and, for one thread and for two, lines `steps THREADS COUNT SECONDS`, run by run. Where
PyTorch is not installed it fails, and nothing is measured beside ours.
"""
import sys
import time

import torch
import torch.nn.functional as F

VOCABULARY, WIDTH, LAYERS, HEAD, INNER = 256, 64, 2, 32, 192
WINDOWS, TOKENS, RATE = 12, 96, 2e-3


class Layer(torch.nn.Module):
    def __init__(self):
        super().__init__()
        linear = lambda rows, columns: torch.nn.Linear(columns, rows, bias=False)
        self.norm1, self.norm2 = torch.nn.RMSNorm(WIDTH, 1e-5), torch.nn.RMSNorm(WIDTH, 1e-5)
        self.qkv, self.out = linear(3 * WIDTH, WIDTH), linear(WIDTH, WIDTH)
        self.gate, self.up, self.down = linear(INNER, WIDTH), linear(INNER, WIDTH), linear(WIDTH, INNER)

    def forward(self, x, cos, sin):
        heads = self.qkv(self.norm1(x)).view(WINDOWS, TOKENS, 3, -1, HEAD).permute(2, 0, 3, 1, 4)
        q, k = (self.turn(h, cos, sin) for h in heads[:2])
        a = F.scaled_dot_product_attention(q, k, heads[2], is_causal=True)
        x = x + self.out(a.transpose(1, 2).reshape(WINDOWS, TOKENS, WIDTH))
        n = self.norm2(x)
        return x + self.down(F.silu(self.gate(n)) * self.up(n))

    @staticmethod
    def turn(x, cos, sin):
        a, b = x[..., ::2], x[..., 1::2]
        return torch.stack([a * cos - b * sin, a * sin + b * cos], -1).flatten(-2)


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Embedding(VOCABULARY, WIDTH)
        self.layers = torch.nn.ModuleList(Layer() for _ in range(LAYERS))
        self.norm = torch.nn.RMSNorm(WIDTH, 1e-5)
        self.head = torch.nn.Linear(WIDTH, VOCABULARY, bias=False)
        angle = torch.arange(TOKENS)[:, None] * 1e4 ** (-torch.arange(0, HEAD, 2) / HEAD)
        self.cos, self.sin = angle.cos(), angle.sin()

    def forward(self, tokens):
        x = self.embedding(tokens)
        for layer in self.layers:
            x = layer(x, self.cos, self.sin)
        return self.head(self.norm(x))


def rate(steps, threads):
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    model = Model()
    optimizer = torch.optim.AdamW(model.parameters(), RATE, (0.9, 0.99), weight_decay=0.1)
    text = torch.randint(VOCABULARY, (steps + 5, WINDOWS, TOKENS + 1))

    def step(batch):
        logits = model(batch[:, :-1])
        loss = F.cross_entropy(logits.reshape(-1, VOCABULARY), batch[:, 1:].reshape(-1))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()

    for batch in text[:5]:
        step(batch)
    start = time.perf_counter()
    for batch in text[5:]:
        step(batch)
    return time.perf_counter() - start


def main():
    steps = int(sys.argv[1])
    print("engine PyTorch", torch.__version__)
    for threads in 1, 2:
        for _ in range(3):
            print("steps", threads, steps, rate(steps, threads), flush=True)


main()
