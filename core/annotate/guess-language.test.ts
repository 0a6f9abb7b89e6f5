import fc from "fast-check"
import { expect, it } from "vitest"
import { guessLanguage } from "@/core/annotate/guess-language"

it.each([
  ["Der Hund ist nicht im Haus und das ist gut.", "de"],
  ["The cat sat on the mat and it was happy with that.", "en"],
  ["Le chat est sur la table et il ne veut pas manger.", "fr"],
  ["El perro está en la casa y no quiere salir por la puerta.", "es"],
  ["Il gatto non è sul tavolo ma sono qui con una mela.", "it"],
  ["O gato não está em cima da mesa, mas com uma maçã.", "pt"],
  ["De kat zit niet op het dak, maar hij is in een huis.", "nl"],
  ["القط على الطاولة وهو لا يريد أن يأكل شيئا", "ar"],
  ["گربه روی میز است و نمی‌خواهد چیزی بخورد", "fa"],
  ["Кошка сидит на столе и не хочет есть", "ru"],
  ["Кішка сидить на столі і не хоче їсти", "uk"],
  ["猫はテーブルの上にいます。", "ja"],
  ["猫在桌子上，它不想吃东西。", "zh"],
  ["고양이가 식탁 위에 앉아 있습니다", "ko"],
  ["OK, thanks", null],
  ["", null],
])("guesses %j as %s", (text, code) => expect(guessLanguage(text)).toBe(code))

it("takes any text, and white space around it changes nothing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      expect(guessLanguage(` ${text}\n`)).toBe(guessLanguage(text))
    }),
  )
})
