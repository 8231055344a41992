/* The kit of a guide: letters, style sheet and words of its sheets; fetched when it is used first. */

import { lettersFrom } from "./letters.mjs";

const kits = new Map();

/** Return the kit at an address, with its letters. */
export function openKit(address) {
  if (!kits.has(address)) {
    const opening = fetchKit(address);
    kits.set(address, opening);
    opening.catch(() => kits.delete(address));
  }
  return kits.get(address);
}

async function fetchKit(address) {
  const kit = await (await fetched(address)).json();
  const faces = Object.entries(kit.faces).map(async ([weight, file]) => {
    return [weight, await (await fetched(new URL(file, address))).arrayBuffer()];
  });
  return { kit, letters: await lettersFrom(Object.fromEntries(await Promise.all(faces))) };
}

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}`);
  return answer;
}
