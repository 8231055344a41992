// The guide is not kept on devices any more: this takes away what an earlier build has left on them.
// SITE, above, is written by the build.

const HERE = new URL("./", location);
const OURS = [`guide ${HERE} `, `sheets ${new URL(SITE.sheets, HERE)}`];

addEventListener("install", (event) => event.waitUntil(skipWaiting()));
addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  for (const name of await caches.keys()) {
    if (OURS.some((ours) => name.startsWith(ours))) await caches.delete(name);
  }
  await registration.unregister();
}
