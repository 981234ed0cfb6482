// SPDX-FileCopyrightText: The Gongkai authors
// SPDX-License-Identifier: Apache-2.0
// The body of a draft as an editor sees it. Without JavaScript the field is the text's HTML, and works all the same.
import {
  Blockquote, Bold, BulletList, Document, Editor, Gapcursor, HardBreak, Heading, History, HorizontalRule, Image,
  initializeEditors, Italic, Link, ListItem, OrderedList, Paragraph, Subscript, Superscript, Table, TableCell, TableHeader,
  TableRow, Text, Underline,
} from "../django_prose_editor/editor.js"

const BUTTONS = [
  ["正文", e => e.chain().focus().setParagraph().run(), e => e.isActive("paragraph")],
  ["标题", e => e.chain().focus().toggleHeading({ level: 2 }).run(), e => e.isActive("heading", { level: 2 })],
  ["小标题", e => e.chain().focus().toggleHeading({ level: 3 }).run(), e => e.isActive("heading", { level: 3 })],
  ["上标", e => e.chain().focus().toggleSuperscript().run(), e => e.isActive("superscript")],
  ["下标", e => e.chain().focus().toggleSubscript().run(), e => e.isActive("subscript")],
  ["加粗", e => e.chain().focus().toggleBold().run(), e => e.isActive("bold")],
  ["项目", e => e.chain().focus().toggleBulletList().run(), e => e.isActive("bulletList")],
  ["编号", e => e.chain().focus().toggleOrderedList().run(), e => e.isActive("orderedList")],
  ["插入表格", e => e.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(), e => e.isActive("table")],
  ["加一行", e => e.chain().focus().addRowAfter().run(), () => false],
  ["加一列", e => e.chain().focus().addColumnAfter().run(), () => false],
  ["删表格", e => e.chain().focus().deleteTable().run(), () => false],
  ["撤销", e => e.chain().focus().undo().run(), () => false],
  ["重做", e => e.chain().focus().redo().run(), () => false],
]

function toolbar(editor) {
  const bar = document.createElement("div")
  bar.className = "tools"
  bar.setAttribute("role", "toolbar")
  bar.setAttribute("aria-label", "正文格式")
  const made = BUTTONS.map(([label, run, active]) => {
    const button = document.createElement("button")
    button.type = "button"
    button.textContent = label
    button.addEventListener("click", () => run(editor))
    bar.append(button)
    return [button, active]
  })
  editor.on("transaction", () => made.forEach(([b, active]) => b.setAttribute("aria-pressed", String(active(editor)))))
  return bar
}

// The editor has no captions: left to itself it makes one a cell of its table. Its words go before the table instead.
function withoutCaptions(html) {
  const held = new DOMParser().parseFromString(html, "text/html")
  held.querySelectorAll("table > caption").forEach(caption => {
    const words = held.createElement("p")
    words.textContent = caption.textContent
    caption.parentElement.before(words)
    caption.remove()
  })
  return held.body.innerHTML
}

initializeEditors(textarea => {
  const box = document.createElement("div")
  box.className = "prose-editor"
  textarea.before(box)
  box.append(textarea)
  const editor = new Editor({
    element: box,
    content: withoutCaptions(textarea.value),
    injectCSS: false, // the page's policy allows only its own style sheets
    extensions: [
      Document, Paragraph, Text, HardBreak, Gapcursor, History, Bold, Italic, Underline, Subscript, Superscript,
      Blockquote, HorizontalRule, BulletList, OrderedList, ListItem, Link,
      Heading.configure({ levels: [2, 3, 4] }), Table, TableRow, TableHeader, TableCell,
      Image.configure({ inline: true }), // pictures are put in on the draft's page, with their words; here they are kept
    ],
    onUpdate: ({ editor }) => { textarea.value = editor.isEmpty ? "" : editor.getHTML() },
  })
  box.before(toolbar(editor))
  const page = box.querySelector(".ProseMirror")
  page.setAttribute("role", "textbox")
  page.setAttribute("aria-multiline", "true")
  page.setAttribute("aria-label", "正文")
  return editor
}, "textarea[data-prose]")
