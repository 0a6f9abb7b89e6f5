import { expect, it } from "vitest"
import { RowFault } from "@/formats/import/item"
import { toMessages } from "@/formats/import/messages"

const read = (...messages: object[]) => toMessages(messages, "user", "prompt", false)

it("keeps calls of tools as text, whether anything is said beside them or not", () => {
  const add = { id: "1", type: "function", function: { name: "add", arguments: '{"a": 1}' } }
  expect(
    read(
      { role: "assistant", content: null, tool_calls: [add] },
      { role: "tool", content: "2", tool_call_id: "1" },
      { role: "assistant", content: "Once more.", tool_calls: [{ name: "add", arguments: { a: 2 } }, add] },
      { role: "assistant", content: "", tool_calls: [{ name: "odd", arguments: "not JSON" }] },
      { role: "assistant", content: "Done.", tool_calls: null },
    ),
  ).toEqual([
    { role: "assistant", content: '<tool_call>\n{"name":"add","arguments":{"a":1}}\n</tool_call>' },
    { role: "tool", content: "2" },
    {
      role: "assistant",
      content:
        'Once more.\n<tool_call>\n{"name":"add","arguments":{"a":2}}\n</tool_call>\n<tool_call>\n{"name":"add","arguments":{"a":1}}\n</tool_call>',
    },
    { role: "assistant", content: '<tool_call>\n{"name":"odd","arguments":"not JSON"}\n</tool_call>' },
    { role: "assistant", content: "Done." },
  ])
})

it("refuses calls that are none, and a message that says and calls nothing", () => {
  expect(() => read({ role: "assistant", content: "", tool_calls: [{}] })).toThrow(RowFault)
  expect(() => read({ role: "assistant", content: "", tool_calls: "add" })).toThrow(RowFault)
  expect(() => read({ role: "assistant", content: null })).toThrow(RowFault)
  expect(() => read({ role: "assistant", content: null, tool_calls: [] })).toThrow(RowFault)
})
