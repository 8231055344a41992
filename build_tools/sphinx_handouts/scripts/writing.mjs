/* A page of tagged text. */

import { short } from "./letters.mjs";
import { name } from "./tree.mjs";

const BLACK = [0, 0, 0];

export class Writing {
  constructor({ height, letters }) {
    Object.assign(this, { height, letters, blocks: [], rules: [] });
  }

  width(text, size, bold) {
    return this.letters.width(text, size, bold);
  }

  /** Begin an element of the structure tree. */
  begin(tag) {
    this.blocks.push({ tag, lines: [] });
  }

  put(text, { x, y, size, bold }) {
    this.blocks.at(-1).lines.push([`${text} `, { x, y: this.height - y, size, bold, colour: BLACK }]);
  }

  rule(x, y, width, height) {
    this.rules.push(`/Artifact BMC 0 g ${[x, this.height - y - height, width, height].map(short).join(" ")} re f EMC`);
  }

  /** Write the text on the first page; return the references to its elements. */
  async finish(pack, table) {
    const { context } = pack;
    const page = pack.getPage(0);
    const writer = this.letters.for(pack);
    const parts = [...this.rules];
    const Font = {};
    const refs = [];
    for (const [MCID, { tag, lines }] of this.blocks.entries()) {
      parts.push(`/${tag} <</MCID ${MCID}>> BDC`);
      for (const [text, place] of lines) {
        const { drawn, fonts } = await writer.show(text, place);
        Object.assign(Font, fonts);
        parts.push(drawn);
      }
      parts.push("EMC");
      refs.push(context.register(context.obj({ Type: "StructElem", S: tag, Pg: page.ref, K: [MCID] })));
    }
    page.node.set(name("Resources"), context.obj({ Font }));
    page.node.set(name("Contents"), context.register(context.flateStream(parts.join("\n"))));
    table.set(0, context.obj(refs));
    return refs;
  }
}
