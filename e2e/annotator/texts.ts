import type { TaskContent } from "@/tests/support/annotate-world"

/** What makes reading hard: many turns, code, formulas, tables, another direction, length, hostility. */
export const longConversation = (n: number): TaskContent => ({
  prompt: [
    {
      role: "system",
      content:
        "You are a careful tutor of mathematics. Explain every step in plain words, and say when you are not sure about something.",
    },
    {
      role: "user",
      content:
        "How do I add up the numbers from one to a hundred?\n\nMy teacher says that there is a trick, but I was not listening.",
    },
    {
      role: "assistant",
      content:
        "There is: write them forwards and backwards, and add the two lines.\n\n```python\nprint(sum(range(1, 101)))\n```\n\nEvery pair gives 101, and there are a hundred pairs, counted twice.",
    },
    { role: "user", content: `Thank you. And how would I prove it for any $n$? This is question ${n}.` },
  ],
  answers: [
    [
      "## By induction",
      "For $n = 1$ both sides are $1$. Assume that it holds for $n$; then",
      "$$\\sum_{i=1}^{n+1} i = \\frac{n(n+1)}{2} + (n+1) = \\frac{(n+1)(n+2)}{2}$$",
      "which is the claim for $n + 1$. **Done.**",
      "| step | left | right |\n| --- | ---: | ---: |\n| 1 | 1 | 1 |\n| 2 | 3 | 3 |\n| 3 | 6 | 6 |",
      "```python\ndef total(n: int) -> int:\n    # the closed form, without a loop\n    return n * (n + 1) // 2\n\nassert all(total(n) == sum(range(1, n + 1)) for n in range(1000)), 'this line is so long that it has to wrap or scroll'\n```",
      "A paragraph that goes on for a while, so that there is something to scroll through when the window is not very high. ".repeat(
        14,
      ),
    ].join("\n\n"),
    [
      "## By pairing",
      "Write the sum twice, the second time backwards. Each column adds up to $n + 1$:",
      "1. there are $n$ columns,\n2. so twice the sum is $n(n+1)$,\n3. and the sum is half of that.",
      "> Gauss is said to have found it as a boy.",
      "See ![a picture](https://remote.example/pixel.png) and [a page](https://remote.example/page).",
      "The end of the shorter text. ".repeat(30),
    ].join("\n\n"),
  ],
})

export const rightToLeft = (n: number): TaskContent => ({
  prompt: [{ role: "user", content: `ما هي عاصمة فرنسا؟ السؤال رقم ${n}` }],
  answers: [
    "عاصمة فرنسا هي **باريس**.\n\n- تقع على نهر السين\n- عدد سكانها نحو مليوني نسمة\n\n```js\nconst city = 'Paris'\n```",
    "العاصمة هي باريس (Paris)، وهي أكبر مدن البلاد منذ القرن الثاني عشر تقريبًا.",
  ],
})
