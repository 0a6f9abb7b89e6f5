# The other half of bench/reference.ts: reads its random data sets and computes the same figures with R and its packages,
# or straight from the definition where there is no package. Never run alone.
suppressMessages({ library(jsonlite); library(sandwich); library(qvcalc); library(VGAM); library(vcd); library(survival) })
files <- commandArgs(TRUE)
cases <- fromJSON(files[1], simplifyVector = FALSE)
num <- function(x) as.numeric(unlist(x))
frame <- function(l) as.data.frame(lapply(setNames(names(l), names(l)), function(k) num(l[[k]])))
mat <- function(l) do.call(rbind, lapply(l, num))
each <- function(f) function(all) lapply(all, function(c) I(as.numeric(f(c))))

# Bradley-Terry: three ways of counting ties, one design.
centre <- function(b, V) { n <- length(b) + 1; T <- (diag(n) - 1 / n) %*% rbind(0, diag(n - 1))
  list(s = as.numeric(T %*% b), se = sqrt(diag(T %*% V %*% t(T)))) }
rating <- function(c) { n <- c$models; d <- frame(c$lines); X <- matrix(0, nrow(d), n)
  for (r in seq_len(nrow(d))) { X[r, d$first[r] + 1] <- 1; X[r, d$second[r] + 1] <- -1 }; X <- X[, -1]; colnames(X) <- paste0("m", 2:n)
  ix <- 1:(n - 1); pick <- function(b, V, W) { m <- centre(b[ix], V[ix, ix]); w <- centre(b[ix], W[ix, ix]); o <- (n):(n + 1)
    c(m$s, b[o], m$se, sqrt(diag(V)[o]), w$se, sqrt(diag(W)[o])) }
  half <- suppressWarnings(glm(cbind(w + t / 2, l + t / 2) ~ 0 + X + side + z, binomial, d, epsilon = 1e-14))
  if (c$ties == "half") return(pick(coef(half), vcov(half), vcovCL(half, cluster = d$cluster, type = "HC0", cadjust = TRUE)))
  if (c$ties == "rao-kupper") { rk <- data.frame(one = 1, X, side = d$side, z = d$z); f <- as.formula(paste("cbind(l, t, w) ~ 0 +", paste(names(rk), collapse = "+")))
    cons <- c(list(one = matrix(c(-1, 1), 2)), setNames(rep(list(matrix(c(-1, -1), 2)), n + 1), names(rk)[-1]))
    fit <- suppressWarnings(vglm(f, cumulative(), cbind(d, rk[, setdiff(names(rk), c("side", "z"))]), constraints = cons, control = vglm.control(epsilon = 1e-14, maxit = 200)))
    b <- coef(fit); return(c(centre(b[paste0("m", 2:n)], diag(n - 1))$s, b["side"], b["z"], b["one"])) }
  long <- do.call(rbind, lapply(seq_len(nrow(d)), function(r) data.frame(line = r, cluster = d$cluster[r], v = c(0.5, 0, -0.5), tie = c(0, 1, 0), y = unlist(d[r, c("w", "t", "l")]))))
  D <- cbind(X, side = d$side, z = d$z)[long$line, ] * long$v
  fit <- glm(y ~ 0 + factor(line) + D + tie, poisson, long, epsilon = 1e-14); keep <- grep("^D|^tie", names(coef(fit)))
  W <- vcovCL(fit, cluster = long$cluster, type = "HC0", cadjust = TRUE)
  c(pick(coef(fit)[keep], vcov(fit)[keep, keep], W[keep, keep]), coef(fit)[keep][n + 2]) }

# qvcalc stops at about 1e-5; Gauss-Newton steps take its values to the minimum of the same sum of squares.
quasi <- function(c) { V <- mat(c$V); n <- nrow(V); q <- suppressWarnings(qvcalc(V))$qvframe$quasiVar; p <- combn(n, 2); v <- V[cbind(p[1, ], p[1, ])] + V[cbind(p[2, ], p[2, ])] - 2 * V[t(p)]
  for (it in 1:60) { s <- q[p[1, ]] + q[p[2, ]]; J <- matrix(0, ncol(p), n); J[cbind(1:ncol(p), p[1, ])] <- 1 / s; J[cbind(1:ncol(p), p[2, ])] <- 1 / s; q <- q - qr.solve(J, log(s / v)) }
  if (max(abs(q - suppressWarnings(qvcalc(V))$qvframe$quasiVar)) > 1e-3) stop("far from qvcalc"); q }

# Plackett-Luce without ties is Cox's partial likelihood with one stratum a ranking.
luce <- function(c) { n <- c$models; d <- do.call(rbind, lapply(seq_along(c$rankings), function(r) { o <- num(c$rankings[[r]]); data.frame(r = r, time = seq_along(o), m = o + 1) }))
  X <- model.matrix(~ 0 + factor(d$m, levels = 1:n))[, -1]; fit <- coxph(Surv(time, rep(1, nrow(d))) ~ X + strata(r), d, ties = "breslow", control = coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 60))
  m <- centre(coef(fit), vcov(fit)); c(m$s, m$se) }

# Numerical influence of items on a coefficient: the same linear error as Gwet's, by differences.
weights <- function(q, kind) outer(1:q, 1:q, function(i, j) switch(kind, identity = as.numeric(i == j), linear = 1 - abs(i - j) / (q - 1), quadratic = 1 - (i - j)^2 / (q - 1)^2))
itemwise <- function(chance) function(c) { R <- mat(c$counts); q <- ncol(R); w <- weights(q, c$weights); n <- nrow(R); r <- rowSums(R)
  value <- function(v) { two <- r >= 2; a <- sapply(which(two), function(i) sum(R[i, ] * (R[i, ] %*% w - 1)) / (r[i] * (r[i] - 1)))
    pa <- sum(v[two] * a) / sum(v[two]); pi <- colSums(v * R / r) / sum(v); pe <- chance(pi, w, q); (pa - pe) / (1 - pe) }
  at <- rep(1, n); h <- 1e-5; f <- sapply(1:n, function(i) { e <- replace(rep(0, n), i, h); (value(at + e) - value(at - e)) / (2 * h) })
  c(value(at), sqrt(n / (n - 1) * sum(f^2))) }
delta <- function(level, c, k, pool) switch(level, nominal = as.numeric(c != k), interval = (c - k)^2, ratio = if (c == k) 0 else ((c - k) / (c + k))^2,
  ordinal = { lo <- min(c, k); hi <- max(c, k); (sum(pool >= lo & pool <= hi) - (sum(pool == c) + sum(pool == k)) / 2)^2 })
alpha <- function(c) { units <- Filter(function(u) length(u) >= 2, lapply(c$units, num)); pool <- unlist(units); n <- length(pool)
  sapply(c("nominal", "ordinal", "interval", "ratio"), function(level) { values <- sort(unique(pool)); D <- outer(values, values, Vectorize(function(a, b) delta(level, a, b, pool)))
    at <- function(x) match(x, values); do <- sum(sapply(units, function(u) sum(D[at(u), at(u)]) / (length(u) - 1))); 1 - (do / n) / (sum(D[at(pool), at(pool)]) / (n * (n - 1))) }) }
agree <- function(c) { d <- do.call(rbind, lapply(seq_along(c$units), function(u) { x <- num(c$units[[u]]); if (length(x) < 2) return(NULL); p <- combn(x, 2); data.frame(u = u, y = as.numeric(p[1, ] == p[2, ])) }))
  fit <- lm(y ~ 1, d); se <- sqrt(vcovCL(fit, cluster = d$u, type = "HC0", cadjust = TRUE)); m <- tapply(d$y, d$u, mean); c(coef(fit), se, mean(m), sd(m) / sqrt(length(m))) }

tango <- function(c) { w <- c$w; t <- c$t; l <- c$l; n <- w + t + l; z <- qnorm(0.975); d <- (w - l) / n
  variance <- function(mu) { f <- function(pl) { s <- 0; if (w > 0) s <- s + w * log(pl + mu); if (t > 0) s <- s + t * log(1 - 2 * pl - mu); if (l > 0) s <- s + l * log(pl); s }
    pl <- optimize(f, c(max(0, -mu) + 1e-15, (1 - mu) / 2 - 1e-15), maximum = TRUE, tol = 1e-14)$maximum; 2 * pl + mu - mu^2 }
  f <- function(mu) n * (d - mu)^2 - z^2 * variance(mu); (c(uniroot(f, c(-1 + 1e-12, d - 1e-12), tol = 1e-13)$root, uniroot(f, c(d + 1e-12, 1 - 1e-12), tol = 1e-13)$root) + 1) / 2 }
share <- function(c) { x <- c$x; n <- c$n; w <- suppressWarnings(prop.test(x, n, correct = FALSE))$conf.int; b <- binom.test(x, n)
  c(w, b$conf.int, if (x == 0) 0 else qbeta(.025, x + .5, n - x + .5), if (x == n) 1 else qbeta(.975, x + .5, n - x + .5), b$p.value, binom.test(x, n, 0.3)$p.value,
    qbeta(c(.025, .975), 1 + x, 1 + n - x), pbeta(0.6, 1 + x, 1 + n - x)) }
sequential <- function(c) { f <- function(p) exp(dbinom(c$x, c$n, p, log = TRUE) - dbinom(c$x, c$n, c$p0, log = TRUE)); mid <- c$x / c$n
  g <- function(a, b) integrate(f, a, b, rel.tol = 1e-12, subdivisions = 2000)$value
  e <- g(0, mid) + g(mid, 1); h <- function(p) -(p * log2(p) + (1 - p) * log2(1 - p)); s <- sqrt(c$v); lim <- c$mu + c(-12, 12) * s
  i <- function(k) integrate(function(x) k(plogis(x)) * dnorm(x, c$mu, s), lim[1], lim[2], rel.tol = 1e-12, subdivisions = 2000)$value
  c(log(e), h(i(identity)) - i(function(p) ifelse(p <= 0 | p >= 1, 0, h(p)))) }
trend <- function(c) { t <- suppressWarnings(prop.trend.test(num(c$x), num(c$n))); m <- matrix(c(9, c$b, c$c, 9), 2); a <- mcnemar.test(m, correct = FALSE); b <- mcnemar.test(m)
  c(t$statistic, t$p.value, a$statistic, a$p.value, b$p.value, binom.test(c$b, c$b + c$c)$p.value, p.adjust(num(c$p), "BH"), p.adjust(num(c$p), "holm")) }
power <- function(c) power.prop.test(p1 = c$p1, p2 = c$p2, n = c$n)$power
kappa <- function(c) { t <- mat(c$table); a <- Kappa(t, weights = "Equal-Spacing"); b <- Kappa(t, weights = "Fleiss-Cohen"); c(a$Unweighted, a$Weighted, b$Weighted) }
kendall <- function(c) { m <- mat(c$scores); f <- friedman.test(m); k <- nrow(m); n <- ncol(m); w <- mat(c$wins); u <- 0
  for (i in 1:n) for (j in 1:n) if (i != j) u <- u + choose(w[i, j], 2)
  c(f$statistic / (k * (n - 1)), f$p.value, cor(m[1, ], m[2, ], method = "kendall"), 2 * u / (choose(w[1, 2] + w[2, 1], 2) * choose(n, 2)) - 1) }

# Dawid and Skene, one coin and Crowd-BT by a general optimiser or the plainest EM, from the same first start.
skene <- function(c) { d <- frame(c$labels) + 1; I <- c$items; J <- c$annotators; K <- c$categories; a <- 0.5; b <- 1
  T <- t(sapply(1:I, function(i) tabulate(d$category[d$item == i], K))); T <- T / rowSums(T)
  for (it in 1:20000) { p <- (colSums(T) + a) / (I + K * a); theta <- array(a, c(J, K, K)); for (k in 1:K) theta[, k, k] <- theta[, k, k] + b
    for (r in seq_len(nrow(d))) theta[d$annotator[r], , d$category[r]] <- theta[d$annotator[r], , d$category[r]] + T[d$item[r], ]
    for (j in 1:J) theta[j, , ] <- theta[j, , ] / rowSums(theta[j, , ])
    L <- matrix(log(p), I, K, byrow = TRUE); for (r in seq_len(nrow(d))) L[d$item[r], ] <- L[d$item[r], ] + log(theta[d$annotator[r], , d$category[r]])
    N <- exp(L - apply(L, 1, max)); N <- N / rowSums(N); if (max(abs(N - T)) < 1e-13) break; T <- N }
  c(sum(apply(L, 1, function(x) max(x) + log(sum(exp(x - max(x)))))), p, as.numeric(t(N))) }
coin <- function(c) { d <- frame(c$labels) + 1; I <- c$items; J <- c$annotators; K <- c$categories
  T <- t(sapply(1:I, function(i) tabulate(d$category[d$item == i], K))); T <- T / rowSums(T)
  for (it in 1:20000) { p <- (colSums(T) + .5) / (I + K * .5); q <- sapply(1:J, function(j) { o <- d$annotator == j; (sum(T[cbind(d$item[o], d$category[o])]) + 1) / (sum(o) + 2) })
    L <- matrix(log(p), I, K, byrow = TRUE); for (r in seq_len(nrow(d))) { l <- rep(log((1 - q[d$annotator[r]]) / (K - 1)), K); l[d$category[r]] <- log(q[d$annotator[r]]); L[d$item[r], ] <- L[d$item[r], ] + l }
    N <- exp(L - apply(L, 1, max)); N <- N / rowSums(N); if (max(abs(N - T)) < 1e-13) break; T <- N }
  c(p, q) }
crowd <- function(c) { n <- c$models; J <- c$annotators; d <- frame(c$votes)
  f <- function(par) { l <- par[1:n]; e <- plogis(par[-(1:n)]); p <- plogis(l[d$first + 1] - l[d$second + 1]); k <- e[d$annotator + 1]
    -(sum(d$wins * log(k * p + (1 - k) * (1 - p)) + d$losses * log(k * (1 - p) + (1 - k) * p)) + c$weight * sum(plogis(l, log.p = TRUE) + plogis(-l, log.p = TRUE)) + sum(7 * log(e) + log(1 - e))) }
  par <- c(rep(0, n), rep(qlogis(0.88), J)); for (i in 1:3) par <- optim(par, f, method = "BFGS", control = list(reltol = 1e-15, maxit = 2000))$par
  c(-f(par)) }

# Orders, triads and transitivity by brute force.
perms <- function(v) if (length(v) < 2) list(v) else do.call(c, lapply(seq_along(v), function(i) lapply(perms(v[-i]), function(p) c(v[i], p))))
brute <- function(c) { M <- mat(c$margins); n <- nrow(M); best <- max(sapply(perms(1:n), function(o) sum(sapply(1:(n - 1), function(i) sum(M[o[i], o[(i + 1):n]])))))
  W <- mat(c$tournament); tri <- 0; for (x in combn(n, 3, simplify = FALSE)) { s <- rowSums(W[x, x]); tri <- tri + all(s == 1) }
  c(best, tri) }
elo <- function(c) { r <- rep(1000, c$models); d <- frame(c$votes); for (i in seq_len(nrow(d))) { a <- d$first[i] + 1; b <- d$second[i] + 1; g <- 4 * (d$score[i] - 1 / (1 + 10^((r[b] - r[a]) / 400))); r[a] <- r[a] + g; r[b] <- r[b] - g }; r }

# BLEU and ROUGE from their definitions, over words.
grams <- function(x, n) if (length(x) < n) character(0) else sapply(seq_len(length(x) - n + 1), function(i) paste(x[i:(i + n - 1)], collapse = " "))
clip <- function(a, b) { t <- table(a); sum(pmin(t, table(factor(b, levels = names(t))))) }
words <- function(x) strsplit(x, " ")[[1]]
bleu <- function(c) { lo <- 0; lr <- 0; m <- rep(0, 4); t <- rep(0, 4)
  for (s in c$segments) { o <- words(s$output); R <- lapply(s$references, words); lo <- lo + length(o); k <- sapply(R, length); lr <- lr + k[order(abs(k - length(o)), k)[1]]
    for (n in 1:4) { g <- table(grams(o, n)); t[n] <- t[n] + sum(g); if (sum(g) > 0) m[n] <- m[n] + sum(sapply(names(g), function(x) min(g[x], max(sapply(R, function(r) sum(grams(r, n) == x)))))) } }
  k <- 0; p <- sapply(1:4, function(n) if (m[n] == 0) { k <<- k + 1; 1 / (2^k * t[n]) } else m[n] / t[n]); 100 * min(1, exp(1 - lr / lo)) * exp(mean(log(p))) }
lcs <- function(a, b) { L <- matrix(0, length(a) + 1, length(b) + 1); for (i in seq_along(a)) for (j in seq_along(b)) L[i + 1, j + 1] <- if (a[i] == b[j]) L[i, j] + 1 else max(L[i, j + 1], L[i + 1, j]); L[length(a) + 1, length(b) + 1] }
fscore <- function(m, p, r) if (m == 0) 0 else 2 * (m / p) * (m / r) / (m / p + m / r)
rouge <- function(c) { r <- words(c$reference); p <- words(c$prediction); c(sapply(1:2, function(n) fscore(clip(grams(r, n), grams(p, n)), length(grams(p, n)), length(grams(r, n)))), fscore(lcs(r, p), length(p), length(r))) }

methods <- list(rating = rating, luce = luce, qv = quasi, kappa = kappa,
  fleiss = itemwise(function(pi, w, q) sum(w * outer(pi, pi))), gwet = itemwise(function(pi, w, q) sum(w) / (q * (q - 1)) * sum(pi * (1 - pi))),
  alpha = alpha, agree = agree, kendall = kendall, share = share, tango = tango, sequential = sequential, trend = trend, power = power,
  skene = skene, coin = coin, crowd = crowd, brute = brute, elo = elo, bleu = bleu, rouge = rouge)
write(toJSON(lapply(setNames(names(cases), names(cases)), function(k) each(methods[[k]])(cases[[k]])), digits = NA), files[2])
