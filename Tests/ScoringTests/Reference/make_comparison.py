"""Writes comparison.json beside itself: logits of two models over a text, and what numpy makes of them in float64.

The statistics are those of llama.cpp's perplexity tool (mean_and_uncertainty, covariance, percentile), from its
formulas: an uncertainty is sqrt((mean of squares - square of the mean) / (n - 1)), a percentile lies between two
neighbours in proportion. Run: python3 make_comparison.py (needs numpy).
"""
import json, os
import numpy as np

rng = np.random.default_rng(14)
n, size = 30, 60
sixteenths = lambda x: np.round(x * 16) / 16
base = sixteenths(rng.normal(0, 2.5, (n, size)))
other = sixteenths(base + rng.normal(0, 0.8, (n, size)))
ids = np.array([rng.choice(size, p=np.exp(z - np.log(np.exp(z).sum()))) for z in base])


def mean(x):
    return [x.mean(), np.sqrt((np.mean(x * x) - x.mean() ** 2) / (len(x) - 1))]


def covariance(x, y):
    return (np.mean(x * y) - x.mean() * y.mean()) / (len(x) - 1)


SHARES = [1, 0.999, 0.99, 0.95, 0.9, 0.75, 0.5, 0.25, 0.1, 0.05, 0.01, 0.001, 0]


def statistics(temperature):
    p, q = (z / temperature for z in (base, other))
    p, q = (z - np.log(np.exp(z).sum(1, keepdims=True)) for z in (p, q))
    a, b = -p[np.arange(n), ids], -q[np.arange(n), ids]
    kl, reverse = (np.exp(p) * (p - q)).sum(1), (np.exp(q) * (q - p)).sum(1)
    dp = np.exp(-b) - np.exp(-a)
    mb, ma = mean(b), mean(a)
    cov = covariance(a, b)
    ratio, ratio_se = mb[0] - ma[0], np.sqrt(mb[1] ** 2 + ma[1] ** 2 - 2 * cov)
    ppl, ppl_base = np.exp(mb[0]), np.exp(ma[0])
    squares = mean(dp * dp)
    same = float(np.mean(p.argmax(1) == q.argmax(1)))
    return {
        "temperature": temperature,
        "ppl": [ppl, ppl * mb[1]], "ppl_base": [ppl_base, ppl_base * ma[1]],
        "cor_ln_ppl": cov / (mb[1] * ma[1]),
        "ln_ppl_ratio": [ratio, ratio_se],
        "ppl_ratio": [np.exp(ratio), np.exp(ratio) * ratio_se],
        "ppl_difference": [
            ppl - ppl_base,
            np.sqrt((ppl * mb[1]) ** 2 + (ppl_base * ma[1]) ** 2 - 2 * ppl * ppl_base * cov)],
        "kld": mean(kl), "kld_quantiles": list(np.quantile(kl, SHARES)), "kld_reverse": mean(reverse),
        "delta_p": mean(dp), "delta_p_quantiles": list(np.quantile(dp, SHARES)),
        "rms": [np.sqrt(squares[0]), 0.5 / np.sqrt(squares[0]) * squares[1]],
        "same_top": [same, np.sqrt(same * (1 - same) / (n - 1))],
        "kl": list(kl), "reverse": list(reverse),
    }


here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "comparison.json"), "w") as file:
    json.dump({
        "ids": ids.tolist(), "base": base.tolist(), "other": other.tolist(), "shares": SHARES,
        "expected": [statistics(t) for t in (0.5, 1.0, 2.0)],
    }, file, separators=(",", ":"))
    file.write("\n")
