/** What comes first when two answers are good in different ways (arXiv 2203.02155, appendix B). */
export const helpfulFirst = [
  "Helpful: it does what the person wants done.",
  "Truthful: it says nothing false.",
  "Harmless: it hurts nobody.",
]
export const safeFirst = [
  "Truthful and harmless: these outweigh helpfulness.",
  "Helpful: it does what the person wants done.",
]
